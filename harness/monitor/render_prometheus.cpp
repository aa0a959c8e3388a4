#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"
#include "base/glob.hpp"
#include "base/nearest.hpp"
#include "monitor/alert_relabelling.hpp"
#include "monitor/nearest_on_disk.hpp"
#include "monitor/prometheus_jobs.hpp"
#include "monitor/promql_scale.hpp"
#include "monitor/render.hpp"
#include "monitor/rule_files.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {
namespace {

// Prometheus's own defaults (config.DefaultGlobalConfig, cmd/prometheus/main.go).
constexpr ModelDuration kMinute{std::chrono::minutes(1)};
constexpr ModelDuration kLookback{std::chrono::minutes(5)};
constexpr ModelDuration kResend{std::chrono::minutes(1)};
constexpr ModelDuration kGrace{std::chrono::minutes(10)};
constexpr ModelDuration kOutage{std::chrono::hours(1)};
constexpr ModelDuration kSendTimeout{std::chrono::seconds(10)};  // config.DefaultAlertmanagerConfig

// To hand alerts over a busy machine may need so long, which high speeds would not leave it.
constexpr auto kShortestSend = std::chrono::milliseconds(1000);

constexpr char kPhaseLabel[] = "misfire_phase";

class Render {
 public:
  Render(const System& system, const MonitoringAddresses& addresses, double speed,
         ModelDuration filled, int phase, const MonitoringTrees* edited)
      : system_(system),
        addresses_(addresses),
        speed_(speed),
        filled_(filled),
        phase_(phase),
        edited_(edited),
        file_(system.monitoring.prometheus) {}

  Checked<RenderedPrometheus> run() {
    auto tree = edited_ != nullptr ? Result<YamlTree>(edited_->prometheus)
                                   : read_yaml(file_, system_.monitoring.prometheus_where);
    if (!tree) return tl::unexpected(Errors{tree.error()});
    if (!tree->is_map()) {
      return tl::unexpected(
          Errors{{ErrorCode::usage,
                  tree->is_null() ? "the file is empty" : "this is no Prometheus configuration",
                  "a Prometheus configuration has scrape_configs, rule_files "
                  "and alerting",
                  Position{file_.string(), 1, 1}}});
    }
    shapes(*tree);
    global(*tree);
    jobs(*tree);
    leave_out(*tree);
    alerting(*tree);
    const LabelSources labels = label_sources(*tree, deciding_labels(system_.monitoring.pages));
    RuleFilesRewrite{file_, speed_, filled_, phase_,  defaults_,
                     jobs_, labels, edited_, errors_, out_}(*tree);
    out_.alerts_relabelled = !AlertRelabelling::of(*tree).rewrite(out_.rules, labels.names);
    shift(*tree);
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    write(*tree);
    flags();
    return std::move(out_);
  }

 private:
  void mistake(Position where, std::string message, std::string hint = {}) {
    errors_.push_back({ErrorCode::usage, std::move(message), std::move(hint), std::move(where)});
  }

  // Parts that are replaced below: promtool will not see what the user wrote there.
  void shapes(const YamlTree& tree) {
    using Kind = YamlTree::Kind;
    for (const auto& [key, kind] : {std::pair("global", Kind::map),
                                    {"alerting", Kind::map},
                                    {"rule_files", Kind::sequence},
                                    {"scrape_configs", Kind::sequence}}) {
      const YamlTree* part = tree.find(key);
      if (part == nullptr || part->is_null() || part->kind == kind) continue;
      mistake(part->where(),
              fmt::format("{} must be {}", key, kind == Kind::map ? "a map" : "a list"),
              kind == Kind::map ? "" : "each item stands on a line of its own, after \"- \"");
    }
  }

  void global(YamlTree& tree) {
    YamlTree global = tree.find("global") ? *tree.find("global") : YamlTree::map();
    scrape_ = duration_at(global, "scrape_interval", kMinute, errors_);
    defaults_.interval = duration_at(global, "evaluation_interval", kMinute, errors_);
    check_scrape_timeout(global, scrape_, errors_);
    const std::string scaled = scaled_duration(scrape_, speed_);
    global.set("scrape_interval", YamlTree::plain(scaled));
    global.set("scrape_timeout", YamlTree::plain(scaled));
    global.set("evaluation_interval", YamlTree::plain(scaled_duration(defaults_.interval, speed_)));
    if (global.find("rule_query_offset")) {
      defaults_.query_offset = duration_at(global, "rule_query_offset", {}, errors_);
      global.set("rule_query_offset",
                 YamlTree::plain(scaled_duration(defaults_.query_offset, speed_)));
    }
    for (const std::string_view key : {"query_log_file", "scrape_failure_log_file"}) {
      if (global.erase(key)) out_.changes.push_back(fmt::format("{} is left out", key));
    }
    tree.set("global", std::move(global));
    if (speed_ != 1) {
      out_.changes.push_back(
          fmt::format("every duration of Prometheus and its rules is divided by {:g}; a scrape may "
                      "take as long "
                      "as its interval",
                      speed_));
    }
  }

  /// The jobs of the file and those of `scrape_config_files`.
  YamlTree with_files_of_jobs(YamlTree& tree) {
    YamlTree all = YamlTree::sequence();
    if (const YamlTree* jobs = tree.find("scrape_configs")) all.items = jobs->items;
    const YamlTree* patterns = tree.find("scrape_config_files");
    if (patterns == nullptr) return all;
    for (const YamlTree& pattern : patterns->items) {
      const fs::path path = file_.parent_path() / pattern.text;
      const auto found = files_meant(file_.parent_path(), pattern.text);
      if (auto choice = choice_of_files(file_.parent_path(), pattern.text); !choice.empty()) {
        out_.changes.push_back("scrape_config_files: " + std::move(choice));
      }
      if (auto hidden = hidden_files(file_.parent_path(), pattern.text, pattern.where())) {
        errors_.push_back(std::move(*hidden));
      } else if (found.empty()) {
        mistake(pattern.where(), fmt::format("no file of scrape jobs matches {}", path.string()),
                nearest_on_disk(path));
      }
      for (const fs::path& one : found) {
        auto more = read_yaml(one, pattern.where());
        if (!more) {
          errors_.push_back(more.error());
          continue;
        }
        if (const YamlTree* jobs = more->find("scrape_configs")) {
          all.items.insert(all.items.end(), jobs->items.begin(), jobs->items.end());
        }
        out_.changes.push_back(
            fmt::format("the scrape jobs of {} stand in prometheus.yml", one.string()));
      }
    }
    tree.erase("scrape_config_files");
    return all;
  }

  void jobs(YamlTree& tree) {
    const YamlTree all = with_files_of_jobs(tree);
    JobRewrite rewrite{system_, addresses_,   speed_,      scrape_,
                       errors_, out_.changes, out_.limits, out_.speed_caps};
    YamlTree kept = YamlTree::sequence();
    std::vector<std::string> names;
    for (YamlTree job : all.items) {
      if (const std::string name = job.get("job_name"); !name.empty()) names.push_back(name);
      if (rewrite(job)) kept.items.push_back(std::move(job));
    }
    for (const auto& [name, role] : system_.monitoring.jobs) {
      if (std::find(names.begin(), names.end(), name) != names.end()) continue;
      const auto where = system_.monitoring.job_where.find(name);
      mistake(
          where == system_.monitoring.job_where.end() ? system_.monitoring.where : where->second,
          fmt::format("{} has no scrape job \"{}\" ({})", file_.string(), name, to_string(role)),
          names.empty() ? std::string() : suggestion(name, names));
    }
    for (const auto& [name, interval] : rewrite.jobs.intervals) {
      out_.scrape_interval = std::max(out_.scrape_interval, interval);
    }
    jobs_ = std::move(rewrite.jobs);
    out_.left_out_jobs = jobs_.left_out;
    if (rewrite.probes && system_.monitoring.blackbox.empty()) {
      mistake(system_.monitoring.where,
              "a job has the role \"probe\", but no blackbox file is given",
              "add blackbox = \"…/blackbox.yml\" to [monitoring]");
    }
    if (!kept.items.empty()) out_.changes.push_back("scrapes do not follow redirects");
    tree.set("scrape_configs", std::move(kept));
  }

  // Nothing may leave the machine, and storage is ours.
  void leave_out(YamlTree& tree) {
    for (const std::string_view key :
         {"remote_write", "remote_read", "storage", "tracing", "otlp"}) {
      if (tree.erase(key)) out_.changes.push_back(fmt::format("{} is left out", key));
    }
  }

  static YamlTree manager(const Endpoint& endpoint) {
    YamlTree targets = YamlTree::map();
    targets.set("targets", YamlTree::sequence({YamlTree::string(to_string(endpoint))}));
    YamlTree out = YamlTree::map();
    out.set("api_version", YamlTree::plain("v2"));
    out.set("static_configs", YamlTree::sequence({std::move(targets)}));
    return out;
  }

  /// How long Prometheus waits for an Alertmanager that does not answer, as one whose container has
  /// died: only then it counts an error and goes on.
  void time_to_send(const YamlTree& own, YamlTree& manager) {
    const ModelDuration timeout = duration_at(own, "timeout", kSendTimeout, errors_);
    auto scaled = std::chrono::round<std::chrono::milliseconds>(to_wall(timeout, speed_));
    const bool floor = scaled < kShortestSend && timeout.value > scaled;
    if (floor) scaled = std::min(kShortestSend, timeout.value);
    manager.set("timeout", YamlTree::plain(fmt::format("{}ms", scaled.count())));
    if (!floor) return;
    out_.changes.push_back(
        fmt::format("Alertmanager has {} ms to take alerts, as a busy machine "
                    "may need them",
                    scaled.count()));
  }

  void alerting(YamlTree& tree) {
    YamlTree alerting = tree.find("alerting") ? *tree.find("alerting") : YamlTree::map();
    const YamlTree* old = alerting.find("alertmanagers");
    YamlTree managers = YamlTree::sequence();
    if (old && !old->items.empty()) {
      managers.items.push_back(manager(addresses_.alertmanager));
      time_to_send(old->items[0], managers.items[0]);
      // Newer versions can relabel alerts per Alertmanager.
      if (const YamlTree* own = old->items[0].find("alert_relabel_configs")) {
        managers.items[0].set("alert_relabel_configs", *own);
      }
      if (old->items.size() > 1) {
        out_.changes.push_back(
            fmt::format("{} groups of Alertmanagers become the stack's one", old->items.size()));
      }
      out_.changes.push_back(
          fmt::format("alerts go to the stack's Alertmanager at {} and to the sink",
                      to_string(addresses_.alertmanager)));
    } else {
      out_.limits.push_back(
          fmt::format("{} names no Alertmanager (alerting.alertmanagers): nobody will be notified",
                      file_.string()));
    }
    managers.items.push_back(manager(addresses_.sink));
    // The sink is to see what Alertmanager sees.
    if (const YamlTree* own = managers.items[0].find("alert_relabel_configs")) {
      managers.items.back().set("alert_relabel_configs", *own);
    }
    alerting.set("alertmanagers", std::move(managers));
    tree.set("alerting", std::move(alerting));
  }

  /// Scrape phases are hashes of target, host name and external labels, those of evaluations of
  /// group and file. A label that alerts lose again before anybody sees it changes nothing else.
  void shift(YamlTree& tree) {
    if (phase_ == 0) return;
    out_.changes.push_back(
        fmt::format("phase {0}: the external label {1}=\"{0}\" and the folder rules-{0} move the "
                    "moments of scrapes and evaluations; alerts are sent without the label",
                    phase_, kPhaseLabel));
    YamlTree global = *tree.find("global");
    YamlTree labels =
        global.find("external_labels") ? *global.find("external_labels") : YamlTree::map();
    labels.set(kPhaseLabel, YamlTree::string(std::to_string(phase_)));
    global.set("external_labels", std::move(labels));
    tree.set("global", std::move(global));
    YamlTree drop = YamlTree::map();
    drop.set("action", YamlTree::plain("labeldrop"));
    drop.set("regex", YamlTree::string(kPhaseLabel));
    YamlTree alerting = *tree.find("alerting");
    YamlTree relabel = YamlTree::sequence({std::move(drop)});
    if (const YamlTree* own = alerting.find("alert_relabel_configs")) {
      relabel.items.insert(relabel.items.end(), own->items.begin(), own->items.end());
    }
    alerting.set("alert_relabel_configs", std::move(relabel));
    tree.set("alerting", std::move(alerting));
  }

  void write(YamlTree& tree) {
    out_.files["prometheus.yml"] = emit_yaml(tree);
    out_.origins["prometheus.yml"] = origin_of(tree, out_.files["prometheus.yml"], file_.string());
    tree.set("rule_files", YamlTree::sequence());
    out_.files_without_rules["prometheus.yml"] = emit_yaml(tree);
  }

  void flags() {
    const auto scaled = [&](std::string_view flag, ModelDuration d) {
      return fmt::format("--{}={}", flag, scaled_duration(d, speed_));
    };
    out_.flags = {
        "--config.file=prometheus.yml", "--web.listen-address=" + to_string(addresses_.prometheus),
        "--storage.tsdb.path=data", "--storage.tsdb.retention.time=10y",
        // New targets are otherwise looked at every 5 s only, twice that after a start.
        "--scrape.discovery-reload-interval=100ms", "--log.level=warn",
        "--web.enable-admin-api",  // for the snapshot that the run keeps
        scaled("query.lookback-delta", kLookback), scaled("rules.alert.resend-delay", kResend),
        scaled("rules.alert.for-grace-period", kGrace),
        scaled("rules.alert.for-outage-tolerance", kOutage)};
  }

  const System& system_;
  const MonitoringAddresses& addresses_;
  double speed_;
  ModelDuration filled_;
  int phase_;
  const MonitoringTrees* edited_;
  fs::path file_;
  ModelDuration scrape_ = kMinute;
  RuleDefaults defaults_{kMinute, {}};
  ScrapeJobs jobs_;
  Errors errors_;
  RenderedPrometheus out_;
};

}  // namespace

Checked<RenderedPrometheus> render_prometheus(const System& system,
                                              const MonitoringAddresses& addresses, double speed,
                                              ModelDuration filled, int phase,
                                              const MonitoringTrees* edited) {
  return Render(system, addresses, speed, filled, phase, edited).run();
}

}  // namespace misfire
