// The small edits that misconfigurations of nginx are made of, and what their witnesses may go by.
// Pure; whatever is edited is found in the configuration as parsed.
#pragma once

#include "balancer/nginx/config.hpp"
#include "fault/misconfiguration.hpp"
#include "fault/shared/edits.hpp"

namespace misfire {

/// Removes the directive; with its whole line and the comment on it, if it is alone there.
Edit remove_directive(const NginxModel&, const NginxDirective&);
/// A directive of the block's own, its first, indented as the others are.
Edit add_directive(const NginxModel&, const NginxDirective& block, const std::string& directive);
/// The same behind another directive: on the next line, or beside it where no line ends.
Edit add_directive_after(const NginxModel&, const NginxDirective& former,
                         const std::string& directive);
/// Replaces the words behind the directive's name.
Edit replace_arguments(const NginxDirective&, const std::string& text);

/// Writes a flag such as `down` after the server's address, where it does not stand already.
Edits set_flag(const NginxConfig&, std::size_t server, const std::string& flag);
/// What says how servers are chosen: `hash …`, `ip_hash`, `least_conn`, `random`; null: nothing
/// does.
const NginxDirective* choice_of(const NginxConfig&);
/// Servers are chosen by a hash: "ip_hash", "hash $uri". Error: the pool has backup servers.
Result<Edits> choose_by_hash(const NginxConfig&, const std::string& directive);

/// Makes `…_setting value;` hold wherever requests are handed to the pool, proxy_… for a proxy_pass
/// and so on: where the directive stands for them it is replaced, and where none does it is written
/// into the location, since an `if` or limit_except around a pass takes no such directive.
Edits set_where_passed(const NginxConfig&, std::string_view setting, const std::string& value);

/// The same of a directive that has this name wherever requests are handed on.
Edits set_around_passes(const NginxConfig&, const std::string& name, const std::string& value);
/// Each location that hands requests to the pool gets that directive, its first.
Edits add_where_passed(const NginxConfig&, const std::string& directive);
/// A name that the text does not have yet: `base`, or that with a number.
std::string fresh_name(const NginxConfig&, const std::string& base);

/// Another upstream of the file with servers; where there is none, one whose only server is down.
struct OtherUpstream {
  std::string name;
  Edits edits;
};
OtherUpstream other_upstream(const NginxConfig&);
/// Every server that is left out at all is left out after that many failed logins (none given:
/// after as many as before) within that many seconds, and for as long.
Edits leave_out_after(const NginxConfig&, std::optional<std::int64_t> failures,
                      std::int64_t seconds);

/// What a witness says, with what nginx's evidence is worth: of its servers it tells nothing, so
/// their state is what the configuration of the serving generation says.
Shown by_generation(Shown, const Observed&);
template <auto witness>
Shown of_generation(const Args& args, const Observed& seen) {
  return by_generation(witness(args, seen), seen);
}

}  // namespace misfire
