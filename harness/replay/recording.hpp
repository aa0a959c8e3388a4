// A finished run's folder as something that other rules can be tried on: what happened, what
// Prometheus stored, and how its monitoring was configured.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "monitor/alert_relabelling.hpp"
#include "monitor/label_sources.hpp"
#include "monitor/prometheus_rules.hpp"
#include "monitor/recording.hpp"
#include "monitor/sample_interval.hpp"
#include "replay/phase.hpp"
#include "run/run.hpp"

namespace misfire {

struct Recording {
  fs::path folder;
  RunResult live;  ///< as it was judged with the rules of then
  RecordingFacts facts;
  LabelForm form = LabelForm::separated;
  Labels external_labels;
  std::vector<std::string> dropped_labels;  ///< from alerts on their way to Alertmanager
  RuleDefaults defaults;                    ///< of model time
  ScrapeJobs jobs;
  LabelSources labels;
  AlertRelabelling relabelling;
  std::vector<fs::path> rule_files;     ///< its own rules, as they ran: scaled
  std::vector<std::string> rule_names;  ///< of all rule files that its Prometheus knew
};

/// Errors (usage): no run's folder, or one that cannot be replayed, with the reason.
Checked<Recording> read_recording(const fs::path& run_folder);

/// Why these facts cannot be of a run with this history; empty when they can.
std::string implausible(const RecordingFacts&, const History&);

/// Whether this run was given up before there was anything to record: it proves nothing, and
/// neither would its replay.
struct NothingKept {
  std::string scenario;
  Error why;
  bool unsupported = false;  ///< there was nothing to record
};
std::optional<NothingKept> kept_nothing(const fs::path& run_folder);

/// The files of its blocks: path below Prometheus's data folder → bytes.
Result<std::map<std::string, std::string>> read_blocks(const Recording&);

}  // namespace misfire
