// Rule files: scaled, and scaled to the same speed only once. Rule objects become rule files.
#include "monitor/prometheus_rules.hpp"
#include "monitor/rule_objects.hpp"
#include "monitoring.hpp"
#include "targets.hpp"

namespace misfire::fuzz {

void rules(std::string_view yaml) {
  if (const auto objects = parse_rules(yaml, "rules.yml"); !objects) {
    require_place(objects.error(), "rules.yml", yaml);
  }
  const fs::path file = scratch_file("rules.yml", yaml);
  auto read = scale_rules(file, "rules.yml", 30, {model_seconds(15), {}});
  if (!read) {
    require_places(read.error(), file.string(), yaml);
    return require_places(read.error(), "rules.yml", yaml);
  }
  const std::string emitted = emit_yaml(read->scaled);
  const fs::path again = scratch_file("scaled.yml", emitted);
  const auto same = scale_rules(again, "scaled.yml", 1, {model_seconds(0.5), {}});
  require(same.has_value(), "scaled rules are rules:\n" + emitted);
  require(same->rules.size() == read->rules.size(), "scaling loses no rule");
  for (std::size_t i = 0; i < same->rules.size(); ++i) {
    require(same->rules[i].rule.name == read->rules[i].rule.name &&
                same->rules[i].rule.labels == read->rules[i].rule.labels &&
                same->rules[i].records == read->rules[i].records,
            "scaling changes no rule's name or labels");
  }
  require(resolve_recordings(read->rules, model_seconds(180)).has_value(), "nobody interrupts");
}

}  // namespace misfire::fuzz
