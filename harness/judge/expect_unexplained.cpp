// In a twin and a decoy nobody is paged without an explanation: by a rule of which no expectation
// speaks. Kept once none of these could send a page any more, by its latency budget counted from
// the last injection, or when the faults' own time is over. Each page that breaks it is told by
// unexplained().
#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"
#include "judge/folds.hpp"
#include "judge/page_sense.hpp"

namespace misfire {
namespace {

class UnexplainedFold final : public Expectation {
 public:
  explicit UnexplainedFold(Evidence evidence)
      : evidence_(std::move(evidence)), sense_(evidence_.plan()) {
    for (const RuleBudget& one : breakers(evidence_.plan(), ExpectQuiet{})) {
      if (is_expected(*one.rule)) continue;
      latest_ = std::max(latest_, one.worst_case());
    }
  }

  void see(const Event& event) override { evidence_.see(event); }

  Ruling at(Instant now) const override {
    const Ruling pages = of_pages(now);
    if (pages != Ruling::met) return pages;
    const auto over = evidence_.reverted();
    return is_past(now) || (over && now > *over) ? Ruling::met : Ruling::open;
  }

  ExpectationOutcome outcome(Instant now) const override {
    ExpectationOutcome out;
    out.kind = "unexplained";
    out.text = "nobody is paged without an explanation";
    out.ruling = at(now);
    out.observed =
        out.ruling == Ruling::missed ? "somebody was"
        : of_pages(now) == Ruling::open
            ? "somebody was, unless the page's own team is yet told as well"
        : is_past(now)
            ? "nobody was"
            : fmt::format("nobody was; the latest moment for it would be {} after the fault",
                          human_duration(latest_));
    return out;
  }

  std::string untellable(Instant) const override {
    const Plan& plan = evidence_.plan();
    for (const AlertRule& rule : plan.monitoring.rules) {
      if (!could_page(plan.monitoring, rule) || is_expected(rule)) continue;
      if (auto why = distrust(plan, rule); !why.empty()) return why;
    }
    return {};
  }

 private:
  bool is_expected(const AlertRule& rule) const {
    return std::any_of(sense_.expected().begin(), sense_.expected().end(),
                       [&](const Wanted& wanted) { return wanted.could_match(rule); });
  }

  bool is_past(Instant now) const {
    const auto from = evidence_.last_injection();
    return from && now >= *from + to_wall(latest_, evidence_.plan().speed);
  }

  /// Missed: somebody was. Open: unless the page is a copy of one that is yet to come.
  Ruling of_pages(Instant now) const {
    const auto fault = evidence_.fault();
    Ruling worst = Ruling::met;
    for (const auto& [at, fact] : evidence_.notified()) {
      if (!fault || at < *fault || fact.observer || fact.resolved) continue;
      for (const Notified::Alert& alert : fact.alerts) {
        if (alert.resolved || !counts_as_page(evidence_.plan().monitoring, alert.labels)) continue;
        if (sense_.explained(alert.labels, fact.receiver)) continue;
        const Wrong wrong = sense_.wrong_page(evidence_, alert.labels, fact.receiver, at, now);
        if (wrong.kind == Wrong::Kind::nothing) continue;
        if (!wrong.open) return Ruling::missed;
        worst = Ruling::open;
      }
    }
    return worst;
  }

  Evidence evidence_;
  PageSense sense_;
  ModelDuration latest_{};
};

}  // namespace

ExpectationPtr expect_unexplained(Evidence evidence) {
  return std::make_unique<UnexplainedFold>(std::move(evidence));
}

}  // namespace misfire
