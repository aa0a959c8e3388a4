// plan.json: what is read is written and read as the same.
#include "plan/plan.hpp"

#include "plan/budget.hpp"
#include "plan/cannot_fire.hpp"
#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {

void plan(std::string_view json) {
  const auto read = plan_from_json(json);
  if (!read) return require_place(read.error(), "", json);
  const std::string written = to_json(*read);
  const auto again = plan_from_json(written);
  require(again.has_value(), "what is written is a plan");
  require(*again == *read, "what is written is read as the same");
  require(to_json(*again) == written, "writing twice gives the same");
  for (const AlertRule& rule : read->monitoring.rules) {
    Labels labels = rule.labels;
    labels["alertname"] = rule.name;
    static_cast<void>(is_page(read->monitoring, labels));
    static_cast<void>(component_of(read->monitoring, labels));
    static_cast<void>(budget_of(read->monitoring, rule));
    static_cast<void>(why_it_cannot(read->monitoring, rule));
  }
}

}  // namespace misfire::fuzz
