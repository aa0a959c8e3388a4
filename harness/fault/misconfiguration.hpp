// A misconfiguration: a documented, pure edit of a configuration, and the witness that it took
// effect. One small file each, in a folder a balancer.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "balancer/balancer.hpp"
#include "history/logins.hpp"
#include "scenario/catalogue.hpp"

namespace misfire {

using Args = std::map<std::string, ParamValue>;

/// Logins answered by each backend of the pool, before the fault and since.
struct LoginTally {
  std::vector<std::int64_t> before, since;
};

struct Shown {
  bool shown = false;
  std::vector<std::string> evidence;
};

struct Misconfiguration {
  FaultDoc doc;
  /// Errors name the parameter.
  Result<Edits> (*edit)(const Config&, const Args&);
  /// Pure: compares what the balancer said and what the logins did, before and now.
  Shown (*witness)(const Args&, const LiveState& before, const LiveState& now, const LoginTally&);
};

/// All misconfigurations for that kind of balancer.
const std::vector<Misconfiguration>& misconfigurations(std::string_view balancer);
const Misconfiguration* find_misconfiguration(const std::string& balancer, const std::string& name);

/// The documentation of every fault there is, for scenario files.
Catalogue catalogue();

/// The servers that a role names: first, last, others (all but the first), all, or an index.
Result<std::vector<std::size_t>> servers_of_role(const std::string& role, std::size_t pool_size);

}  // namespace misfire
