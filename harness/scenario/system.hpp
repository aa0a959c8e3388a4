// A system file as values: what is under test.
#pragma once

#include <map>
#include <optional>
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
  fs::path config;  ///< a file; of HAProxy also a folder, whose *.cfg it reads in order
  std::string pool;
  /// Values of the environment variables that the configuration names; before the harness's own.
  std::map<std::string, std::string> environment = {};
  bool scripts = false;  ///< whether Lua files that the configuration loads may run
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

/// The user's own service in place of authd, once for each server of the pool. Words of `command`
/// and values of `environment` may hold placeholders: kBackendPlaceholders.
struct OwnBackend {
  std::vector<std::string> command;  ///< program and arguments; containers: empty, the image's own
  std::string image;                 ///< of containers
  std::map<std::string, std::string> environment;
  int port = 0;          ///< on which the image listens
  int metrics_port = 0;  ///< on which the image serves metrics; 0: that of the logins
  Limits limits = {};    ///< of containers
  Position where = {}, command_where = {}, image_where = {};
  bool operator==(const OwnBackend&) const = default;
};
inline const std::vector<std::string> kBackendPlaceholders = {"address", "port", "metrics_port",
                                                              "index",   "name", "folder"};

struct BackendsSpec {
  int count = 3;
  Capacity capacity;
  std::string store = "sqlite";  ///< of authd
  /// Of a service of one's own: a path that answers 2xx while it is well. Empty: any answer to /
  /// will do.
  std::string ready = {};
  std::optional<OwnBackend> own = {};  ///< none: authd
  bool operator==(const BackendsSpec&) const = default;
};

/// When an answer means that a login succeeded: everything that is given must hold.
struct LoginSuccess {
  std::vector<int> status = {200};
  std::string body = {};                         ///< found in the body; a regular expression
  std::map<std::string, std::string> json = {};  ///< field of a JSON object → its value as JSON
  std::map<std::string, std::string> headers = {};  ///< name → found in it; a regular expression
  bool operator==(const LoginSuccess&) const = default;
};

/// How a user logs in. Path, header values and body may hold {user} and {password}, and header
/// values {basic}, which is both in base64 as HTTP's basic authentication has them (RFC 7617).
struct LoginSpec {
  std::string method = "POST", path = "/login", host = "login.example.com";
  std::map<std::string, std::string> headers = {{"Content-Type", "application/json"}};
  std::string body = R"({"user": "{user}", "password": "{password}"})";
  LoginSuccess success = {{200}, {}, {{"status", "\"ok\""}}, {}};  ///< as authd answers
  fs::path users = {};  ///< lines "user,password"; empty: made up of the seed, as authd knows them
  /// The header by which an answer names the backend that gave it: the name of a server of the
  /// pool, or its address and port. Empty: the balancer is made to tell.
  std::string backend = "X-Backend";
  Position where = {}, users_where = {};
  bool operator==(const LoginSpec&) const = default;
};

struct MonitoringSpec {
  fs::path prometheus, alertmanager;
  fs::path blackbox;                    ///< the blackbox exporter's modules; may be empty
  fs::path mtail;                       ///< what mtail reads in the balancer's log; may be empty
  std::map<std::string, JobRole> jobs;  ///< job_name → what it watches
  /// job_name → label → its values, one a target or one for all: what service discovery would say.
  std::map<std::string, std::map<std::string, std::vector<std::string>>> labels = {};
  std::map<std::string, std::vector<std::string>> pages;  ///< label → values that wake somebody
  std::vector<std::string> ignore;                        ///< alert names that never count
  /// Alerts that no scenario exercises: name → why. A review tells it.
  std::map<std::string, std::string> untested = {};
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
  LoginSpec login;
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
