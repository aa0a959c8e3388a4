// Edits of what HAProxy's health checks ask for and how patient they are.
#pragma once

#include <functional>

#include "balancer/haproxy/config.hpp"
#include "fault/shared/edits.hpp"

namespace misfire {

/// The path that the pool's checks ask for becomes what `change` makes of it. Errors: those of
/// `change`; the checks are not by HTTP; their path stands where other backends share it.
using PathChange = std::function<Result<std::string>(const std::string& written)>;
Result<Edits> set_check_path(const HaproxyConfig&, const PathChange& change);
Result<Edits> set_check_path(const HaproxyConfig&, const std::string& path);

/// Gives this parameter to those of the pool's servers that are checked. Errors: none is; what they
/// inherit is not known.
Result<Edits> set_check_param(const HaproxyConfig&, const std::vector<std::size_t>& servers,
                              const std::string& name, const std::string& value);
/// The same of all of its servers.
Result<Edits> set_check_param(const HaproxyConfig&, const std::string& name,
                              const std::string& value);

/// How long a check may take.
Result<Edits> set_check_timeout(const HaproxyConfig&, std::int64_t milliseconds);

/// The section in force: the pool's own if it has such a line, else the nearest defaults that has
/// one; null if none has. Errors: one stands under a condition.
struct LinesInForce {
  const HaproxySection* section = nullptr;
  std::vector<const HaproxyLine*> lines;
};
Result<LinesInForce> lines_in_force(const HaproxyConfig&, const std::string& keyword,
                                    const std::string& second = "");

}  // namespace misfire
