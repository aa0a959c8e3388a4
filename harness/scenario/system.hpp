// A system file as values: what is under test.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/limits.hpp"
#include "scenario/watch_spec.hpp"

namespace misfire {

/// What a scrape job of the user's Prometheus watches.
enum class JobRole { balancer, balancer_log, backends, store, probe, prometheus, alertmanager };
const char* to_string(JobRole);

/// label OP "value" as PromQL writes it; regular expressions are anchored.
struct Matcher {
  enum class Op { equal, not_equal, match, no_match };
  std::string label;
  Op op = Op::equal;
  std::string value;
  bool matches(const std::map<std::string, std::string>& labels) const;
  bool operator==(const Matcher&) const = default;
};

struct BalancerSpec {
  std::string kind = "haproxy";
  fs::path config;
  std::string pool;
  Position where;
  Position config_where, pool_where;
  bool operator==(const BalancerSpec&) const = default;
};

struct Capacity {
  int workers = 3;
  ModelDuration service_time = {std::chrono::milliseconds(20)};  ///< wall time: it is not scaled
  int queue = 16;
  /// Logins a second of wall time that one backend can answer.
  double per_second() const { return workers / service_time.seconds(); }
  bool operator==(const Capacity&) const = default;
};

struct BackendsSpec {
  int count = 3;
  Capacity capacity;
  std::string store = "sqlite";
  bool operator==(const BackendsSpec&) const = default;
};

struct MonitoringSpec {
  fs::path prometheus, alertmanager;
  fs::path blackbox;                    ///< the blackbox exporter's modules; may be empty
  fs::path mtail;                       ///< what mtail reads in the balancer's log; may be empty
  std::map<std::string, JobRole> jobs;  ///< job_name → what it watches
  std::map<std::string, std::vector<std::string>> pages;  ///< label → values that wake somebody
  std::vector<std::string> ignore;                        ///< alert names that never count
  Position where;
  Position prometheus_where, alertmanager_where, blackbox_where, mtail_where;  ///< of their names
  std::map<std::string, Position> job_where;
  bool operator==(const MonitoringSpec&) const = default;
};

struct ProgramSpec {
  fs::path path;                  ///< empty: the one found on this machine
  std::vector<std::string> args;  ///< appended to ours
  std::string image = {};         ///< of containers; empty: the one that misfire builds
  Limits limits = {};             ///< of containers
  Position where = {};            ///< of the path, or of the program's table
  bool operator==(const ProgramSpec&) const = default;
};

/// The balancers that there are adapters for, and the engines.
inline const std::vector<std::string> kBalancers = {"haproxy", "nginx"};
inline const std::vector<std::string> kEngines = {"process", "docker"};

struct System {
  std::string file;
  std::string engine = "process";
  BalancerSpec balancer;
  BackendsSpec backends;
  MonitoringSpec monitoring;
  std::map<std::string, std::vector<std::string>> teams;        ///< team → receivers
  std::map<std::string, std::vector<Position>> receiver_where;  ///< of each team's receivers
  std::map<std::string, std::vector<std::vector<Matcher>>>
      components;  ///< component → any of (all of)
  std::map<std::string, ProgramSpec>
      programs;  ///< haproxy, prometheus, alertmanager, blackbox_exporter, …

  WatchSpec watch;  ///< of a live balancer; a run does not care
  bool operator==(const System&) const = default;
};

}  // namespace misfire
