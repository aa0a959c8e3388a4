// One scrape job of the user's Prometheus, rewritten so that it scrapes the stack and nothing else.
// Service-discovery labels, the user's relabelling and `instance` stay: our rules come after
// theirs.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "monitor/render.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {

/// The jobs that are kept.
struct ScrapeJobs {
  std::map<std::string, ModelDuration> intervals;  ///< job_name → scrape_interval
  bool renamed = false;  ///< relabelling may change the label `job`: it does not tell the job
  std::vector<std::string> left_out = {};  ///< the others, which nobody scrapes here
};

struct JobRewrite {
  const System& system;
  const MonitoringAddresses& addresses;
  double speed;
  ModelDuration default_interval;  ///< global scrape_interval
  Errors& errors;
  std::vector<std::string>& changes;
  std::vector<std::string>& limits;
  std::vector<SpeedCap>& speed_caps;
  ScrapeJobs jobs{};
  bool probes = false;  ///< a job with the role `probe` was kept

  /// Rewrites `job`; false when it is to be dropped (told in `changes`).
  bool operator()(YamlTree& job);
  /// The one part of that role; of backends and the store, the balancer's metrics.
  Endpoint role_in_stack(JobRole) const;
};

/// A duration at `key`, or `otherwise`; mistakes go to `errors`.
ModelDuration duration_at(const YamlTree& map, std::string_view key, ModelDuration otherwise,
                          Errors& errors);

/// The `scrape_timeout` of a job or of `global` must not be longer than the interval there.
void check_scrape_timeout(const YamlTree& map, ModelDuration interval, Errors& errors);

}  // namespace misfire
