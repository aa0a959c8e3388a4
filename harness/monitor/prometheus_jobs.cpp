#include "monitor/prometheus_jobs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "base/duration.hpp"
#include "base/secret_parts.hpp"
#include "base/secrets.hpp"
#include "monitor/honor_labels.hpp"
#include "monitor/probes.hpp"
#include "monitor/promql_scale.hpp"
#include "monitor/relabel_rules.hpp"
#include "monitor/service_discovery.hpp"

namespace misfire {
namespace {

// Carries the address that the user wrote through the user's own relabelling.
constexpr std::string_view kTarget = "__misfire_target";
// A HAProxy exporter page is 61 kB (ALERTS.md, "Floors").
constexpr auto kFastestScrape = std::chrono::milliseconds(200);

struct Target {
  std::string address;
  Position where;
};

// The distinct static targets of a job, in file order.
std::vector<Target> targets_of(const YamlTree& job) {
  std::vector<Target> out;
  const YamlTree* groups = job.find("static_configs");
  if (!groups) return out;
  for (const YamlTree& group : groups->items) {
    const YamlTree* targets = group.find("targets");
    if (!targets) continue;
    for (const YamlTree& t : targets->items) {
      const bool known =
          std::any_of(out.begin(), out.end(), [&](const Target& o) { return o.address == t.text; });
      if (!known) out.push_back({t.text, t.where()});
    }
  }
  return out;
}

bool has_port(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  return colon != std::string::npos && address.find(']', colon) == std::string::npos &&
         colon + 1 < address.size();
}

std::string at(const YamlTree& tree) {
  return to_string(tree.where());
}

/// Of a file that cannot be read there are none; who renders it says what is wrong.
ProbeModules modules_of(const System& system) {
  if (system.monitoring.blackbox.empty()) return {};
  const auto tree = read_yaml(system.monitoring.blackbox);
  return tree ? probe_modules(*tree) : ProbeModules{};
}

/// Why the stack has nobody whom this job's probes could ask; empty: it has.
std::string cannot_probe(const System& system, const YamlTree& job) {
  const ProbeModules modules = modules_of(system);
  const auto module = modules.find(module_of(job));
  if (module == modules.end() || module->second.is_answered()) return "";
  return fmt::format(
      "its module \"{}\" asks by {}, and the stack has only a login entry, over HTTP",
      module->first, module->second.prober);
}

class Rewrite {
 public:
  Rewrite(JobRewrite& to, YamlTree& job, std::string name, JobRole role)
      : to_(to), job_(job), name_(std::move(name)), role_(role) {
    const std::size_t mistakes = to.errors.size();
    make_static(to, job, name_, role);
    sound_ = to.errors.size() == mistakes;
    without_users();
    targets_ = targets_of(job);
  }

  void run() {
    if (!has_targets()) return;
    const bool https = job_.get("scheme") == "https";
    time();
    transport();
    YamlTree rules = YamlTree::sequence();
    rules.items.push_back(relabel_rule({"__address__"}, "", std::string(kTarget), ""));
    if (const YamlTree* old = job_.find("relabel_configs")) {
      for (const YamlTree& rule : old->items) rules.items.push_back(rule);
    }
    instance(rules, https);
    destinations(rules);
    job_.set("relabel_configs", std::move(rules));
  }

 private:
  void change(std::string text) {
    to_.changes.push_back(fmt::format("job \"{}\": {}", name_, text));
  }
  void mistake(Position where, std::string message, std::string hint = {}) {
    to_.errors.push_back({ErrorCode::usage, fmt::format("job \"{}\": {}", name_, message),
                          std::move(hint), std::move(where)});
  }

  // A password in a target would become a label, and stand in every alert about it.
  void without_users() {
    YamlTree* groups = job_.find("static_configs");
    if (groups == nullptr) return;
    for (YamlTree& group : groups->items) {
      YamlTree* targets = group.find("targets");
      if (targets == nullptr) continue;
      for (YamlTree& target : targets->items) {
        std::string bare = without_userinfo(target.text);
        if (bare == target.text && !passwords_before_hosts(bare).empty()) {
          bare.erase(0, bare.rfind('@') + 1);
        }
        if (bare == target.text) continue;
        change(fmt::format("target {} without its user and password", bare));
        target.text = std::move(bare);
      }
    }
  }

  bool has_targets() {
    if (sound_ && targets_.empty()) {
      mistake(job_.where(), "it has no targets", "give it static_configs with targets");
    }
    return sound_ && !targets_.empty();
  }

  void time() {
    const ModelDuration interval =
        duration_at(job_, "scrape_interval", to_.default_interval, to_.errors);
    const std::size_t mistakes = to_.errors.size();
    check_scrape_timeout(job_, interval, to_.errors);
    if (to_.errors.size() > mistakes) {
      to_.errors.back().message = fmt::format("job \"{}\": {}", name_, to_.errors.back().message);
    }
    if (interval.value.count() <= 0) {
      mistake(job_.where(), "its scrape_interval is zero", "write for example 15s");
      return;
    }
    to_.jobs.intervals[name_] = interval;
    to_.jobs.renamed = to_.jobs.renamed || renames_jobs();
    const std::string scaled = scaled_duration(interval, to_.speed);
    job_.set("scrape_interval", YamlTree::plain(scaled));
    job_.set("scrape_timeout", YamlTree::plain(scaled));
    if (to_wall(interval, to_.speed) < kFastestScrape) {
      to_.limits.push_back(
          fmt::format("job \"{}\": scrapes every {} are too fast to be steady; the speed should be "
                      "at most {:.0f}",
                      name_, scaled, std::floor(interval.seconds() / 0.2)));
      to_.speed_caps.push_back(
          {interval.seconds() / to_seconds(kFastestScrape),
           fmt::format("job \"{}\" scrapes every {}", name_, format_duration(interval))});
    }
  }

  // The stack speaks plain HTTP on loopback and asks for no password.
  void transport() {
    static constexpr std::array<std::string_view, 12> kCredentials = {
        "tls_config",    "basic_auth",
        "authorization", "oauth2",
        "bearer_token",  "bearer_token_file",
        "proxy_url",     "proxy_connect_header",
        "no_proxy",      "proxy_from_environment",
        "http_headers",  "scheme"};
    for (const std::string_view key : kCredentials) {
      const YamlTree* value = job_.find(key);
      if (!value) continue;
      if (key != "scheme" || value->text == "https") {
        change(fmt::format("{} is left out, the stack speaks plain HTTP", key));
      }
      job_.erase(key);
    }
    if (job_.erase("scrape_failure_log_file")) change("scrape_failure_log_file is left out");
    // A redirect may name any host; followed, it would leave the machine.
    job_.set("follow_redirects", YamlTree::plain("false"));
  }

  bool relabels(std::string_view label) const {
    const YamlTree* rules = job_.find("relabel_configs");
    return rules &&
           std::any_of(rules->items.begin(), rules->items.end(),
                       [&](const YamlTree& rule) { return rule.get("target_label") == label; });
  }

  /// Whether its series may have another label `job` than its name: by relabelling, or because the
  /// target's own is kept.
  bool renames_jobs() const {
    if (honors_labels(job_)) return true;
    for (const std::string_view key : {"relabel_configs", "metric_relabel_configs"}) {
      const YamlTree* rules = job_.find(key);
      if (rules == nullptr) continue;
      for (const YamlTree& rule : rules->items) {
        if (rule.get("target_label") == "job" || rule.get("action") == "labelmap") return true;
      }
    }
    return false;
  }

  // Prometheus takes `instance` from the address when nobody set it; the address is about to
  // change.
  void instance(YamlTree& rules, bool https) {
    rules.items.push_back(relabel_rule({"instance", "__address__"}, ";(.+)", "instance", "$1"));
    const bool portless = std::any_of(targets_.begin(), targets_.end(),
                                      [](const Target& t) { return !has_port(t.address); });
    if (portless && role_ != JobRole::probe) {
      // Prometheus 2 completes the address with the scheme's port, and `instance` has it, too.
      rules.items.push_back(relabel_rule({"instance", "__address__"}, R"(([^:;]+);[^:]+)",
                                         "instance", https ? "$1:443" : "$1:80"));
    }
    for (const std::string_view label : {"__scrape_interval__", "__scrape_timeout__"}) {
      if (relabels(label)) {
        mistake(job_.find("relabel_configs")->where(),
                fmt::format("relabelling {} cannot be scaled", label),
                "set scrape_interval instead");
      }
    }
  }

  void destinations(YamlTree& rules) {
    if (relabels("__scheme__")) rules.items.push_back(relabel_rule({}, "", "__scheme__", "http"));
    switch (role_) {
      case JobRole::backends:
        return backends(rules);
      case JobRole::balancer_log:
        metrics_path(rules);
        return one(rules, to_.addresses.balancer_log, "mtail, which reads the balancer's log,");
      case JobRole::balancer:
        if (to_.system.balancer.kind == "nginx") metrics_path(rules);  // of an exporter of our own
        return one(rules, to_.addresses.balancer_metrics, "the balancer's metrics");
      case JobRole::prometheus:
        metrics_path(rules);
        return one(rules, to_.addresses.prometheus, "the stack's Prometheus");
      case JobRole::alertmanager:
        metrics_path(rules);
        return one(rules, to_.addresses.alertmanager, "the stack's Alertmanager");
      case JobRole::probe:
        return probe(rules);
      case JobRole::store:
        metrics_path(rules);
        return one(rules, to_.addresses.store, "the store's exporter");
    }
  }

  // authd serves /metrics, wherever the user's do.
  void metrics_path(YamlTree& rules) {
    if (const std::string path = job_.get("metrics_path", "/metrics"); path != "/metrics") {
      change(fmt::format("metrics_path {} becomes /metrics", path));
      job_.erase("metrics_path");
    }
    if (relabels("__metrics_path__")) {
      rules.items.push_back(relabel_rule({}, "", "__metrics_path__", "/metrics"));
    }
  }

  void backends(YamlTree& rules) {
    const auto& backends = to_.addresses.backends;
    if (targets_.size() != backends.size()) {
      return mistake(job_.find("static_configs")->where(),
                     fmt::format("it has {} targets, but the pool has {} backends", targets_.size(),
                                 backends.size()),
                     "list one target a backend, in the order of the pool");
    }
    if (!to_.system.backends.own) metrics_path(rules);  // the user's own serve what they always do
    std::vector<std::string> ours;
    for (std::size_t i = 0; i < backends.size(); ++i) {
      ours.push_back(to_string(backends[i]));
      rules.items.push_back(relabel_rule({std::string(kTarget)}, regex_escape(targets_[i].address),
                                         "__address__", ours.back()));
      change(fmt::format("target {} is backend {} at {}", targets_[i].address, i + 1, ours.back()));
    }
    rules.items.push_back(keep_only("__address__", ours));
  }

  void one(YamlTree& rules, const Endpoint& endpoint, std::string_view what) {
    const std::string ours = to_string(endpoint);
    if (targets_.size() > 1) {
      change(fmt::format("only its first target, {}, is kept of {}: there is one in the stack",
                         targets_[0].address, targets_.size()));
      rules.items.push_back(keep_only(kTarget, {targets_[0].address}));
    }
    rules.items.push_back(relabel_rule({}, "", "__address__", ours));
    rules.items.push_back(keep_only("__address__", {ours}));
    change(fmt::format("target {} is {} at {}", targets_[0].address, what, ours));
  }

  // The exporter's own address, and the target it is told, which keeps its path.
  void probe(YamlTree& rules) {
    if (job_.get("metrics_path", "/metrics") != "/probe" && !relabels("__metrics_path__")) {
      mistake(job_.where(), "a probe's metrics_path should be /probe",
              "does this job use the blackbox exporter?");
    }
    const ProbeModules modules = modules_of(to_.system);
    only_logins(rules);
    keep_hosts(rules, modules);
    tell_paths(modules);
    const std::string entry = to_string(to_.addresses.entry);
    const std::string exporter = to_string(to_.addresses.blackbox);
    const std::string param = "__param_target";
    rules.items.push_back(relabel_rule({param}, R"((?:[^/:\[\]]+|\[[^\]]+\])(?::[0-9]+)?(/.*)?)",
                                       param, entry + "$1"));
    rules.items.push_back(relabel_rule({param}, R"([a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*(.*))", param,
                                       "http://" + entry + "$1"));
    rules.items.push_back(relabel_rule({}, "", "__address__", exporter));
    rules.items.push_back(keep_only(param, {entry}));
    rules.items.back().set("regex",
                           YamlTree::string("(http://)?" + regex_escape(entry) + "([/?#].*)?"));
    rules.items.push_back(keep_only("__address__", {exporter}));
    for (const Target& t : targets_) {
      change(fmt::format("target {} is probed at the stack's login entry {}", t.address, entry));
    }
    to_.probes = true;
  }

  /// Of several services' entries only the logins' is in the stack. Where no target has the host
  /// of the logins, all are taken for other names of it.
  void only_logins(YamlTree& rules) {
    const std::string logins = probe_target(to_.system.login.host).host;
    const auto is_theirs = [&](const Target& t) { return probe_target(t.address).host == logins; };
    const auto others = std::stable_partition(targets_.begin(), targets_.end(), is_theirs);
    if (others == targets_.begin() || others == targets_.end()) return;
    std::string names;
    std::vector<std::string> kept;
    for (auto t = others; t != targets_.end(); ++t) {
      names += (names.empty() ? "" : ", ") + t->address;
    }
    for (auto t = targets_.begin(); t != others; ++t) kept.push_back(t->address);
    targets_.erase(others, targets_.end());
    rules.items.push_back(keep_only(kTarget, kept));
    to_.limits.push_back(fmt::format(
        "job \"{}\": {} {} left out: the stack serves only {} ([login] host), and alerts "
        "on other probes see nothing",
        name_, names, names.find(", ") == names.npos ? "is" : "are", logins));
  }

  /// A balancer may choose by the host that a request names: it is the target's, as in production.
  void keep_hosts(YamlTree& rules, const ProbeModules& modules) {
    const std::string host = "__param_hostname";
    rules.items.push_back(
        relabel_rule({host, "__param_target"},
                     R"(;(?:[a-zA-Z][a-zA-Z0-9+.-]*://)?(?:[^/?#@]*@)?([^/?#@]+).*)", host, "$1"));
    std::string own;
    for (const auto& [name, module] : modules) {
      if (module.says_host) own += (own.empty() ? "" : "|") + regex_escape(name);
    }
    // The exporter refuses to be told two.
    if (!own.empty()) {
      YamlTree rule = relabel_rule({"__param_module"}, own, host, "");
      rule.set("replacement", YamlTree::string(""));
      rules.items.push_back(std::move(rule));
    }
    change("probes name the host of their target (the exporter's parameter hostname)");
  }

  /// authd is no copy of the service: what it says to a probe is told.
  void tell_paths(const ProbeModules& modules) {
    if (to_.system.backends.own) return;
    const auto module = modules.find(module_of(job_));
    const bool posts =
        module != modules.end() && module->second.prober == "http" && !module->second.reads();
    const std::string login = probe_target(to_.system.login.path).path;
    for (const std::string& path : paths_of_probes(job_)) {
      if (module != modules.end() && module->second.prober == "tcp") return;
      if (!posts) {
        change(fmt::format("GET {} is answered by the stack's servers as /healthz: how they are",
                           path));
      } else if (path != login || module->second.method != "POST") {
        to_.limits.push_back(fmt::format(
            "job \"{}\": its probes {} to {}, of which the stack's servers know nothing: "
            "they fail; logins are posted to {} ([login] path)",
            name_, module->second.method, path, login));
      }
    }
  }

  JobRewrite& to_;
  YamlTree& job_;
  std::string name_;
  JobRole role_;
  bool sound_ = true;
  std::vector<Target> targets_;
};

}  // namespace

ModelDuration duration_at(const YamlTree& map, std::string_view key, ModelDuration otherwise,
                          Errors& errors) {
  const YamlTree* value = map.find(key);
  if (!value || value->is_null()) return otherwise;
  const auto parsed = value->is_scalar() ? parse_duration(value->text)
                                         : usage_error(fmt::format("{} must be a duration", key),
                                                       "write it as 30s, 5m, 1h30m or 250ms");
  if (parsed) return *parsed;
  Error error = parsed.error();
  error.message = fmt::format("{}: {}", key, error.message);
  error.where = value->where();
  errors.push_back(std::move(error));
  return otherwise;
}

void check_scrape_timeout(const YamlTree& map, ModelDuration interval, Errors& errors) {
  const YamlTree* timeout = map.find("scrape_timeout");
  const ModelDuration given = duration_at(map, "scrape_timeout", {}, errors);
  if (timeout == nullptr || given <= interval || interval.value.count() <= 0) return;
  errors.push_back({ErrorCode::usage,
                    fmt::format("scrape_timeout is {}, longer than the scrape_interval of {}: "
                                "Prometheus refuses this",
                                format_duration(given), format_duration(interval)),
                    fmt::format("write at most {}", format_duration(interval)), timeout->where()});
}

Endpoint JobRewrite::role_in_stack(JobRole role) const {
  switch (role) {
    case JobRole::balancer_log:
      return addresses.balancer_log;
    case JobRole::prometheus:
      return addresses.prometheus;
    case JobRole::alertmanager:
      return addresses.alertmanager;
    case JobRole::probe:
      return addresses.blackbox;
    case JobRole::store:
      return addresses.store;
    default:
      return addresses.balancer_metrics;
  }
}

bool JobRewrite::operator()(YamlTree& job) {
  const std::string name = job.get("job_name");
  if (name.empty()) {
    errors.push_back({ErrorCode::usage, "this scrape job has no job_name", {}, job.where()});
    return false;
  }
  const auto role = system.monitoring.jobs.find(name);
  if (role == system.monitoring.jobs.end()) {
    changes.push_back(fmt::format("job \"{}\" ({}) is left out: the system file gives it no role",
                                  name, at(job)));
    jobs.left_out.push_back(name);
    return false;
  }
  if (role->second == JobRole::store && system.backends.store != "postgres") {
    changes.push_back(fmt::format("job \"{}\" ({}) is left out", name, at(job)));
    jobs.left_out.push_back(name);
    limits.push_back(
        fmt::format("job \"{}\": the store \"{}\" of this stack has no exporter; alerts on its "
                    "metrics see nothing",
                    name, system.backends.store));
    return false;
  }
  if (role->second == JobRole::probe) {
    if (const std::string why = cannot_probe(system, job); !why.empty()) {
      changes.push_back(fmt::format("job \"{}\" ({}) is left out", name, at(job)));
      jobs.left_out.push_back(name);
      limits.push_back(fmt::format("job \"{}\": {}; alerts on its metrics see nothing", name, why));
      return false;
    }
  }
  Rewrite(*this, job, name, role->second).run();
  return true;
}

}  // namespace misfire
