#include "plan/budget.hpp"

#include <algorithm>

namespace misfire {

Budget budget_of(const MonitoringFacts& facts, const AlertRule& rule) {
  const auto interval = std::max<std::int64_t>(rule.interval.value.count(), 1);
  const auto evaluations = (rule.hold.value.count() + interval - 1) / interval;  // ⌈F/E⌉
  const ModelDuration pending{std::chrono::milliseconds(evaluations * interval)};
  return {rule.longest_window + facts.scrape_interval + rule.interval + pending +
          std::max(facts.longest_group_wait, facts.longest_group_interval)};
}

}  // namespace misfire
