// Places of an nginx configuration, and settings as nginx inherits them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "audit/finding.hpp"
#include "balancer/nginx/model.hpp"

namespace misfire {

/// The place of one word of a directive.
Place place_of(const NginxModel&, const NginxDirective&, std::size_t word, std::string message);

/// The word that begins so ("max_fails="), from the second on; 0 if there is none.
std::size_t word_beginning(const NginxDirective&, std::string_view prefix);

/// Directives that add up (proxy_set_header, error_page, limit_req, …) are inherited only where the
/// level itself has none: those that count in the block `of`.
std::vector<const NginxDirective*> all_in_force(const NginxModel&, const NginxDirective* of,
                                                std::string_view name);

/// The time that a setting says where it counts for `pass`: nothing where it is not set, or is no
/// time (a variable).
struct NginxTimeSetting {
  const NginxDirective* directive = nullptr;
  std::chrono::milliseconds value{0};
};
std::optional<NginxTimeSetting> time_in_force(const NginxModel&, const NginxDirective& pass,
                                              std::string_view name);

/// "45 s", "500 ms".
std::string shown(std::chrono::milliseconds);

/// nginx.conf as a whole, with all that it includes: what is missing is missing. A snippet is not.
bool is_whole(const NginxModel&);

}  // namespace misfire
