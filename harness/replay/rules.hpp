// Rule files as a recorded Prometheus would have evaluated them: scaled to the speed of the
// recording, each group with its interval, and what the judge needs to know of every alert.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "monitor/prometheus_rules.hpp"
#include "monitor/render.hpp"
#include "replay/label_template.hpp"

namespace misfire {

struct ReplayRule {
  ReadRule read;                   ///< `read.scaled.text` is what is asked
  Duration hold{}, keep_firing{};  ///< wall time, as the scaled file says
  std::map<std::string, LabelTemplate> labels;
};

struct ReplayGroup {
  std::string file, name;  ///< as Prometheus knows them: they decide the evaluations' phase
  Duration interval{}, query_offset{};  ///< wall time
  std::size_t limit = 0;                ///< 0: none
  std::vector<ReplayRule> rules;
};

struct ReplayRules {
  std::vector<ReplayGroup> groups;
  std::vector<std::string> limits;
  FileSet files;    ///< for promtool
  Origins origins;  ///< of the files
};

struct RuleFiles {
  std::vector<fs::path> paths;
  double speed = 1;  ///< what they are still to be divided by
  RuleDefaults defaults;
  std::vector<std::string> known;  ///< the names of the rule files that Prometheus had
};

/// All mistakes at once. A file whose name Prometheus knew keeps that name.
Checked<ReplayRules> read_replay_rules(const RuleFiles&);

/// The known name that ends most like this path and has its file name; otherwise the file name in
/// the folder of the others.
std::string known_as(const fs::path&, const std::vector<std::string>& known);

}  // namespace misfire
