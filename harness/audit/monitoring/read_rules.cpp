#include "audit/monitoring/read_rules.hpp"

#include <algorithm>

#include "monitor/recorded_needs.hpp"
#include "monitor/rule_objects.hpp"
#include "monitor/sample_interval.hpp"
#include "scenario/user_file.hpp"

namespace misfire {

void read_rule_file(MonitoringSubject& subject, const fs::path& path, const RuleDefaults& defaults,
                    bool defaults_known, const Position& named_at, Errors& errors) {
  auto text = read_user_file(path, named_at);
  if (!text) return errors.push_back(text.error());
  auto parsed = parse_rules(*text, path.string());
  if (!parsed) return errors.push_back(parsed.error());
  const auto tree = std::make_shared<const YamlTree>(std::move(parsed->tree));
  auto read = scale_rules(*tree, *text, path.string(), 1, defaults);
  if (!read) {
    errors.insert(errors.end(), read.error().begin(), read.error().end());
    return;
  }
  // The rules come in the order of the file.
  std::size_t next = 0;
  const YamlTree none;
  const YamlTree* groups = tree->find("groups");
  for (const YamlTree& group : (groups ? *groups : none).items) {
    const YamlTree* rules = group.find("rules");
    const bool known = defaults_known || group.find("interval") != nullptr;
    for (const YamlTree& rule : (rules ? *rules : none).items) {
      if (next == read->rules.size()) break;
      ReadRule& one = read->rules[next++];
      auto expr = promql_tree(one.rule.expr);
      subject.rules.push_back({std::move(one), &rule, known, std::move(expr)});
    }
  }
  subject.rule_files.push_back(tree);
  subject.places.emplace(path.string(), ScalarPlaces(*text));
  subject.files.push_back({path.string(), FileKind::rules, std::move(*text)});
}

void resolve_rules(MonitoringSubject& subject, Errors& errors) {
  std::vector<ReadRule> all;
  for (AuditedRule& rule : subject.rules) all.push_back(std::move(rule.read));
  if (auto done = resolve_recordings(all, {}); !done) errors.push_back(done.error());
  resolve_needs(all);
  const RecordedIntervals recorded = recorded_intervals(all);
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (RangeUse& use : all[i].rule.ranges) {
      use.samples = sample_interval(use.selector, subject.scrapes, recorded);
    }
    subject.rules[i].read = std::move(all[i]);
  }
}

}  // namespace misfire
