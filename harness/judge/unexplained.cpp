#include "judge/unexplained.hpp"

#include <fmt/format.h>

#include <set>
#include <tuple>

#include "judge/page_sense.hpp"
#include "judge/words.hpp"

namespace misfire {

Unexplained unexplained(const Evidence& evidence) {
  Unexplained found;
  const auto fault = evidence.fault();
  if (!fault) return found;
  const Plan& plan = evidence.plan();
  const MonitoringFacts& facts = plan.monitoring;
  const PageSense sense(plan);
  const Instant end = evidence.observed_until().value_or(Instant::max());
  std::set<std::tuple<std::string, std::string, bool, std::string>> told;  // once each
  for (const auto& [at, fact] : evidence.notified()) {
    if (at < *fault || fact.observer || fact.resolved) continue;
    for (const Notified::Alert& alert : fact.alerts) {
      if (alert.resolved || is_ignored(facts, alert.labels)) continue;
      if (sense.explained(alert.labels, fact.receiver)) continue;
      const std::string& name = label(alert.labels, "alertname");
      const bool page = is_page(facts, alert.labels);
      const std::string when = span_text(*fault, at, plan.speed);
      const std::string what = fmt::format("{} {} {} after {}", ticked(name),
                                           page ? "paged" : "went to", ticked(fact.receiver), when);
      const auto [kind, wrong, open] =
          page ? sense.wrong_page(evidence, alert.labels, fact.receiver, at, end)
               : sense.wrong_ticket();
      if (!told.insert({name, fact.receiver, page, wrong}).second) continue;
      if (wrong.empty()) {
        found.also_notified.push_back(what);
        continue;
      }
      // Pages that a broken expectation already tells about are not told twice.
      if (sense.breaks_quiet(alert.labels, fact.receiver, to_model(at - *fault, plan.speed))) {
        continue;
      }
      if (const auto why = distrust(plan, alert.labels); !why.empty()) {
        found.untellable.push_back(fmt::format("{}, but {}", what, why));
        continue;
      }
      if (open) {
        found.unproved.push_back(fmt::format(
            "{} reaches beyond what was observed: {}, unless that team was told soon after", what,
            wrong));
        continue;
      }
      found.failures.push_back({"unexplained",
                                plan.scenario.kind == ScenarioKind::fault
                                    ? "no page goes to the wrong team or blames the wrong part"
                                    : "nobody is paged without an explanation",
                                fmt::format("{}: {}", what, wrong), Ruling::missed});
    }
  }
  return found;
}

}  // namespace misfire
