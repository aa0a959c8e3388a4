// The small edits that misconfigurations of HAProxy are made of. Pure; whatever is edited is found
// in the configuration as parsed.
#pragma once

#include <optional>

#include "balancer/haproxy/config.hpp"
#include "balancer/haproxy/keywords.hpp"
#include "fault/shared/edits.hpp"

namespace misfire {

/// What the server's line and the defaults above it say.
ServerSettings settings_of(const HaproxyConfig&, std::size_t server);
/// Error: a default-server line above the pool stands inside .if … .endif, so that what its servers
/// inherit is not known.
Result<void> certain_settings(const HaproxyConfig&);
/// "auth/auth1", as the Runtime API names it.
std::string server_path(const HaproxyConfig&, std::size_t server);
std::optional<int> number_of(const std::string& text);

/// Writes a flag after the server's address, where its settings do not have it so already.
Edits set_flag(const HaproxyConfig&, std::size_t server, const std::string& flag);
/// Takes the server's own words for that parameter away.
Edits drop_param(const HaproxyConfig&, std::size_t server, const std::string& name);

/// Servers are chosen by this algorithm. Error: a line that says how stands under a condition.
Result<Edits> set_balance(const HaproxyConfig&, const std::string& algorithm);

/// The section's own lines `keyword [second] value…` say that value; without one, it gets one.
Result<Edits> set_line(const HaproxyModel&, const HaproxySection&, const std::string& keyword,
                       const std::string& second, const std::string& value);
/// A server whose connection fails is asked again, and no other one. Error: a line that
/// says so stands under a condition.
Result<Edits> redispatch_off(const HaproxyConfig&);

/// A line of the section's own, indented as its others are: its first.
Edit add_line(const HaproxyModel&, const HaproxySection&, const std::string& line);
/// A line beside another one, indented as that is.
Edit add_line_before(const HaproxyModel&, const HaproxyLine&, const std::string& line);
Edit add_line_after(const HaproxyModel&, const HaproxyLine&, const std::string& line);
/// Removes the line, with the comment on it and its line feed.
Edit remove_line(const HaproxyModel&, const HaproxyLine&);
/// Replaces the words from `first` to the line's last one.
Edit replace_words(const HaproxyLine&, std::size_t first, const std::string& text);

/// The lines of a section that begin with these words; those under a condition as well.
using HaproxyLines = std::vector<const HaproxyLine*>;
HaproxyLines lines_with(const HaproxySection&, const std::string& keyword,
                        const std::string& second = "");
/// The same for whoever edits them or goes by them. Error, at its place: one stands under a
/// condition.
Result<HaproxyLines> certain_lines(const HaproxyModel&, const HaproxySection&,
                                   const std::string& keyword, const std::string& second = "");
/// Error: the line stands inside .if … .endif, which HAProxy alone decides when it starts.
Result<void> must_count(const HaproxyModel&, const HaproxyLine&);

}  // namespace misfire
