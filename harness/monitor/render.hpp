// The user's monitoring files, transformed as trees so that they run here: addresses, time and
// destinations change, nothing else. The copies are written anew; every difference is listed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/http_client.hpp"
#include "monitor/monitoring_trees.hpp"
#include "monitor/origins.hpp"
#include "plan/plan.hpp"
#include "plan/speed.hpp"

namespace misfire {

/// Where the stack's parts are, as Prometheus and Alertmanager reach them.
struct MonitoringAddresses {
  Endpoint balancer_metrics;
  Endpoint balancer_log;           ///< mtail
  std::vector<Endpoint> backends;  ///< in pool order
  Endpoint entry;                  ///< the balancer's login frontend (the probe's target)
  Endpoint blackbox;               ///< the blackbox exporter itself
  Endpoint prometheus, alertmanager;
  Endpoint sink;  ///< HTTP
  Endpoint sink_smtp;
  Endpoint store = {};                    ///< PostgreSQL's exporter
  std::vector<std::string> servers = {};  ///< "auth1:9001": the pool's, as the user wrote them
};

/// Files of one part: path relative to its folder → bytes.
using FileSet = std::map<std::string, std::string>;

struct RenderedPrometheus {
  FileSet files;                           ///< prometheus.yml, rules/…
  FileSet files_without_rules;             ///< what differs until the rules are loaded
  std::vector<std::string> flags;          ///< scaled command-line flags
  std::vector<AlertRule> rules;            ///< as the user wrote them
  ModelDuration scrape_interval;           ///< slowest of the kept jobs
  bool alerts_relabelled = false;          ///< before they are sent
  std::vector<std::string> left_out_jobs;  ///< which nobody scrapes here
  /// Selectors (PromQL, as after scaling) under a window longer than `filled`, with that window.
  struct LongWindow {
    std::string selector;
    ModelDuration window;
  };
  std::vector<LongWindow> long_windows;
  std::vector<std::string> changes, limits;
  std::vector<SpeedCap> speed_caps;  ///< of what is too fast to be steady at this speed
  Origins origins;
};
/// Reads prometheus.yml and its rule files (opened read-only). `filled` is what the baseline fills.
/// Another `phase` is another luck: Prometheus scrapes and evaluates at other moments. `edited`:
/// these trees in place of what the files say.
Checked<RenderedPrometheus> render_prometheus(const System&, const MonitoringAddresses&,
                                              double speed, ModelDuration filled, int phase = 0,
                                              const MonitoringTrees* edited = nullptr);

struct RenderedAlertmanager {
  FileSet files;  ///< alertmanager.yml, templates/…
  std::vector<std::string> flags;
  std::vector<std::string> receivers;
  std::vector<std::string> empty_receivers;  ///< those of them that reach nobody: no integration
  std::map<std::string, int> observers;      ///< receiver → which of its webhooks only observes
  ModelDuration longest_group_wait, longest_group_interval;
  std::vector<Route> routes;  ///< depth first, times as the user wrote them
  std::vector<std::string> changes, limits;
  Origins origins;
};
/// `at` is the scenario's timeline.at: mute time intervals become always or never. `edited`: this
/// tree in place of what the file says.
Checked<RenderedAlertmanager> render_alertmanager(const System&, const MonitoringAddresses&,
                                                  double speed, const std::string& at,
                                                  const YamlTree* edited = nullptr);

struct RenderedBlackbox {
  FileSet files;  ///< blackbox.yml
  std::vector<std::string> flags;
  std::vector<std::string> changes;
  Origins origins;
};
Checked<RenderedBlackbox> render_blackbox(const System&, double speed);

/// The program by which mtail reads the balancer's log.
struct RenderedMtail {
  FileSet files;  ///< progs/….mtail; empty: there is none
  std::vector<std::string> flags;
  std::vector<std::string> changes;
  Origins origins;
};
Checked<RenderedMtail> render_mtail(const System&, double speed);

}  // namespace misfire
