// Where logins come in at HAProxy, and what stands there. Pure.
#pragma once

#include "fault/haproxy/edits.hpp"

namespace misfire {

/// The frontends (and listen sections) from which logins go to the pool.
std::vector<const HaproxySection*> login_frontends(const HaproxyConfig&);
/// Their bind lines. Errors, at their places: one is under a condition.
Result<std::vector<const HaproxyLine*>> login_binds(const HaproxyConfig&);

/// Each of them gets that rule, behind those that are there: an exporter in the same frontend goes
/// on answering. Errors, at their places: not in mode http, or under a condition.
Result<Edits> add_login_rule(const HaproxyConfig&, const std::string& rule);

/// set_line in each frontend of the logins.
Result<Edits> set_login_line(const HaproxyConfig&, const std::string& keyword,
                             const std::string& second, const std::string& value);

/// Another backend of the file with servers; where there is none, an empty one at the file's end.
struct OtherPool {
  std::string name;
  Edits edits;
};
OtherPool other_pool(const HaproxyConfig&);

}  // namespace misfire
