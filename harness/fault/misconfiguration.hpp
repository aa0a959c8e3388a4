// A misconfiguration: a documented, pure edit of a configuration, and the witness that it took
// effect. One small file each, in a folder a balancer; what a fault means on every balancer (its
// documentation, its parameters, mostly its witness too) is written once, in shared/.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "balancer/balancer.hpp"
#include "history/logins.hpp"
#include "scenario/catalogue.hpp"

namespace misfire {

using Args = std::map<std::string, ParamValue>;

/// Logins that were answered.
struct LoginCounts {
  std::vector<std::int64_t> per_backend;       ///< by the backend itself (X-Backend), in pool order
  std::map<int, std::int64_t> by_status = {};  ///< HTTP status; 0: without an answer
};

/// Before the fault, and since.
struct LoginTally {
  LoginCounts before, since;
};

/// Whether the monitoring gets the balancer's metrics, by Prometheus's own word on its target.
struct MetricsScrape {
  bool up = false;
  std::string error = {};  ///< what Prometheus says against it
};

/// All that a witness may go by: the balancer's own answers, and what others saw of it. Nothing
/// comes from the code that injected the fault, but what should be running now.
struct Observed {
  const LiveState& before;
  const LiveState& now;
  LoginTally logins;
  std::string configuration = {};             ///< mark of the text that the balancer was given last
  std::optional<MetricsScrape> metrics = {};  ///< now; only for faults that ask for it
};

struct Shown {
  bool shown = false;
  std::vector<std::string> evidence;
};

/// What the balancer's operators' interface does instead of a reload, and how it is undone.
struct RuntimeChange {
  std::vector<std::string> inject, revert;
};

struct Misconfiguration {
  FaultDoc doc;
  /// Pure. Errors name the parameter, or have the place in the configuration.
  Result<Edits> (*edit)(const Config&, const Args&) = nullptr;
  /// Pure: compares what the balancer said and what the logins did, before and now.
  Shown (*witness)(const Args&, const Observed&) = nullptr;
  /// Pure, of the configuration as it runs here; null: only a reload can do it. Errors: as of edit,
  /// or with these parameters only a reload can do it.
  Result<RuntimeChange> (*runtime)(const Config&, const Args&) = nullptr;
  /// Why this balancer cannot do it with these parameters; "" where it can. Null: it always can.
  std::string (*cannot)(const Args&) = nullptr;
  /// Why there is nothing in this configuration that could be misconfigured so; "" where there is.
  /// Null: there always is.
  std::string (*lacks)(const Config&) = nullptr;
  /// Parameters that mean nothing beside these values of the others; null: none ever.
  std::vector<std::string> (*ignored)(const Args&) = nullptr;
  /// The balancer is to refuse the edited file and to go on with the configuration before it.
  bool refused = false;
  /// No login gets past it to another fault of that kind, so that only one can be seen.
  bool takes_logins = false;
  bool asks_metrics = false;  ///< its witness needs Observed::metrics
  bool asks_checks = false;   ///< it needs the result of a check that a new worker makes
};

/// A function of one balancer's own parsed configuration, as one of any: a fault is only ever given
/// the configuration that its own adapter has parsed.
template <class OwnConfig, auto function>
auto of(const Config& config, const Args& args)
    -> decltype(function(static_cast<const OwnConfig&>(config), args)) {
  const auto* own = dynamic_cast<const OwnConfig*>(&config);
  if (own == nullptr) return environment_error("this configuration is of another balancer");
  return function(*own, args);
}

/// The kinds of balancers that there are faults for.
const std::vector<std::string>& balancer_kinds();

/// All misconfigurations for that kind of balancer.
const std::vector<Misconfiguration>& misconfigurations(std::string_view balancer);
const Misconfiguration* find_misconfiguration(const std::string& balancer, const std::string& name);

/// Why that balancer cannot do the fault with these parameters; "" where it can.
std::string why_unsupported(const std::string& balancer, const std::string& fault, const Args&);

/// Why there is nothing in that configuration for the fault to misconfigure; "" where there is.
std::string why_nothing_to_break(const std::string& balancer, const std::string& fault,
                                 const Config&);

/// The documentation of every fault there is, for scenario files.
Catalogue catalogue();

/// The servers that a role names: first, last, others (all but the first), all, or an index.
Result<std::vector<std::size_t>> servers_of_role(const std::string& role, std::size_t pool_size);

}  // namespace misfire
