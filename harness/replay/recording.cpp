#include "replay/recording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/duration.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {
namespace {

Errors cannot(const fs::path& folder, const std::string& why, std::string hint = {}) {
  return {Error{ErrorCode::usage,
                fmt::format("{} cannot be replayed: {}", folder.string(), why),
                std::move(hint),
                {}}};
}

/// A duration of the scaled configuration, in model time.
ModelDuration model_at(const YamlTree& map, std::string_view key, double speed,
                       ModelDuration otherwise) {
  const std::string text = map.get(key);
  const auto wall = text.empty() ? environment_error("") : parse_duration(text);
  return wall ? to_model(wall->value, speed) : otherwise;
}

/// Labels that alerts lose on their way to Alertmanager. Nothing when they are relabelled
/// otherwise.
std::optional<std::vector<std::string>> dropped_labels(const YamlTree& config) {
  const YamlTree* alerting = config.find("alerting");
  if (alerting == nullptr) return std::vector<std::string>{};
  std::vector<const YamlTree*> all{alerting->find("alert_relabel_configs")};
  const YamlTree* managers = alerting->find("alertmanagers");
  if (managers != nullptr && !managers->items.empty()) {
    all.push_back(managers->items[0].find("alert_relabel_configs"));
  }
  std::vector<std::string> dropped;
  for (const YamlTree* steps : all) {
    if (steps == nullptr) continue;
    for (const YamlTree& step : steps->items) {
      const std::string label = step.get("regex");
      const bool plain = label.find_first_not_of(
                             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST"
                             "UVWXYZ0123456789_") == label.npos;
      if (step.get("action") != "labeldrop" || label.empty() || !plain) return {};
      dropped.push_back(label);
    }
  }
  return dropped;
}

Checked<void> read_configuration(Recording& recording) {
  const fs::path folder = recording.folder / "config/prometheus";
  const auto config = read_yaml(folder / "prometheus.yml");
  if (!config) return tl::unexpected(cannot(recording.folder, config.error().message));
  auto dropped = dropped_labels(*config);
  if (!dropped) {
    return tl::unexpected(cannot(
        recording.folder,
        "alert_relabel_configs change its alerts on their way to Alertmanager, which a replay "
        "follows only as far as it drops labels"));
  }
  recording.dropped_labels = std::move(*dropped);
  const double speed = recording.facts.speed;
  const YamlTree none;
  const YamlTree* global = config->find("global");
  if (global == nullptr) global = &none;
  recording.defaults.interval =
      model_at(*global, "evaluation_interval", speed, {std::chrono::minutes(1)});
  recording.defaults.query_offset = model_at(*global, "rule_query_offset", speed, {});
  if (const YamlTree* labels = global->find("external_labels")) {
    for (const auto& [name, value] : labels->entries) recording.external_labels[name] = value.text;
  }
  if (const YamlTree* jobs = config->find("scrape_configs")) {
    for (const YamlTree& job : jobs->items) {
      recording.jobs.intervals[job.get("job_name")] =
          model_at(job, "scrape_interval", speed,
                   model_at(*global, "scrape_interval", speed, {std::chrono::minutes(1)}));
    }
  }
  recording.relabelling = AlertRelabelling::of(*config);
  recording.labels = label_sources(*config, deciding_labels(recording.live.plan.monitoring.pages));
  if (const YamlTree* files = config->find("rule_files")) {
    for (const YamlTree& file : files->items) {
      recording.rule_files.push_back(folder / file.text);
      recording.rule_names.push_back(file.text);
    }
  }
  return {};
}

}  // namespace

// A wrong moment would have the rules evaluated over years.
std::string implausible(const RecordingFacts& facts, const History& history) {
  if (history.events.empty()) return {};
  Instant from = history.events.front().at, to = from;
  for (const Event& event : history.events) to = std::max({to, event.at, event.recorded});
  const auto within = [&](Instant at) { return at >= from && at <= to; };
  if (!within(facts.rules_loaded)) return "its rules were not loaded while the run lasted";
  for (const RecordedGroup& group : facts.groups) {
    if (group.evaluated == Instant{}) continue;  // it never was
    if (!within(group.evaluated)) {
      return fmt::format("the group {} was not evaluated while the run lasted", group.name);
    }
  }
  return {};
}

Checked<Recording> read_recording(const fs::path& folder) {
  auto live = judge_again(folder, {});
  if (!live) return tl::unexpected(live.error());
  Recording recording;
  recording.folder = folder;
  recording.live = std::move(*live);
  const auto text = read_file(folder / "metrics" / kRecordingFile);
  if (!text) {
    return tl::unexpected(
        cannot(folder, "it kept no recording of its metrics",
               "the run was given up, or made by an older misfire: run it again"));
  }
  auto facts = recording_from_json(*text);
  if (!facts) {
    return tl::unexpected(
        cannot(folder, fmt::format("metrics/{}: {}", kRecordingFile, facts.error().message)));
  }
  recording.facts = std::move(*facts);
  if (recording.facts.speed != recording.live.plan.speed) {
    return tl::unexpected(cannot(folder, "its metrics and its plan are of different speeds"));
  }
  if (const auto why = implausible(recording.facts, recording.live.history); !why.empty()) {
    return tl::unexpected(
        cannot(folder, fmt::format("metrics/{}: {}", kRecordingFile, why),
               "it is damaged: get the recording again, or run the scenario again"));
  }
  for (const char* file : {"logins.bin", "report.json"}) {
    std::error_code error;
    if (fs::is_regular_file(folder / file, error)) continue;
    return tl::unexpected(cannot(folder, fmt::format("{} is missing", file),
                                 "get the recording again, or run the scenario again"));
  }
  for (const char* under : {"config", "metrics"}) {
    const auto files = read_recorded_files(folder, recording.facts.files, under);
    if (!files) return tl::unexpected(cannot(folder, files.error().message, files.error().hint));
    if (files->empty())
      return tl::unexpected(cannot(folder, "it lists no files of its " + std::string(under)));
  }
  const auto form = label_form_of(recording.facts.groups);
  if (!form) return tl::unexpected(cannot(folder, form.error().message));
  recording.form = *form;
  if (auto read = read_configuration(recording); !read) return tl::unexpected(read.error());
  return recording;
}

std::optional<NothingKept> kept_nothing(const fs::path& folder) {
  std::error_code ignored;
  if (fs::exists(folder / "metrics" / kRecordingFile, ignored)) return {};
  const auto live = judge_again(folder, {});
  if (!live) return {};
  const Verdict verdict = live->judgement.verdict;
  if (verdict != Verdict::invalid && verdict != Verdict::unsupported) return {};
  const auto& reasons = live->judgement.reasons;
  return NothingKept{
      live->plan.scenario.name,
      {ErrorCode::environment,
       fmt::format("{} recorded nothing: {}", folder.string(),
                   verdict == Verdict::unsupported ? "the scenario is unsupported there"
                                                   : "the run was given up, or is under way"),
       reasons.empty() ? "" : reasons.front(),
       {}},
      verdict == Verdict::unsupported};
}

Result<std::map<std::string, std::string>> read_blocks(const Recording& recording) {
  return read_recorded_files(recording.folder, recording.facts.files, "metrics");
}

}  // namespace misfire
