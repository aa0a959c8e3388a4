// One rule file of the user: durations divided by the speed, and what the judge and the budget
// need to know of every rule.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "monitor/promql_scale.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {

struct RuleDependencies;

/// A recording or alerting rule with what its expression says.
struct ReadRule {
  bool records = false;
  AlertRule rule;  ///< of a recording rule: name, file, position, windows
  ScaledPromql scaled;
};

struct RuleFile {
  YamlTree scaled;
  std::vector<ReadRule> rules;
  std::vector<std::string> limits;
};

/// What groups have that do not say otherwise.
struct RuleDefaults {
  ModelDuration interval;       ///< global evaluation_interval
  ModelDuration query_offset;   ///< global rule_query_offset
  RecordedNames recorded = {};  ///< by any of the files, as far as `is_age` takes them for ages
};

/// A file of Prometheus's, or of PrometheusRule objects. `file` is how the report names it
/// (relative to prometheus.yml). All mistakes at once; one that cannot be read is a mistake at
/// `named_at`.
Checked<RuleFile> scale_rules(const fs::path& path, const std::string& file, double speed,
                              const RuleDefaults& defaults, const Position& named_at = {});
/// The same of a map with `groups` that stands somewhere in `text`.
Checked<RuleFile> scale_rules(YamlTree tree, std::string_view text, const std::string& file,
                              double speed, const RuleDefaults& defaults);

/// Adds the names that rules of this file record and that look like ages: what those are made of is
/// multiplied already. Any file may read them.
void add_recorded_ages(const RuleFile&, RecordedNames&);

/// Adds the windows and evaluations of the recording rules that a rule reads, and sets
/// `window_filled` false where recorded series are themselves needed further back than `filled`.
/// A rule that compares what changes with the speed to what does not is not `compressible`.
/// Error: interrupted.
Result<void> resolve_recordings(std::vector<ReadRule>& rules, ModelDuration filled);
/// The same where it is known who reads whom.
void resolve_recordings(std::vector<ReadRule>& rules, const RuleDependencies&,
                        ModelDuration filled);

}  // namespace misfire
