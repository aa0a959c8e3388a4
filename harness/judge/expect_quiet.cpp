// Nobody is paged about something, or notified of an alert that is named. Broken by the first such
// notification; kept once no matching rule of the configuration could send one any more, by its
// latency budget counted from the last injection, or once its own time (`until`) has passed.
#include <fmt/format.h>

#include "base/duration.hpp"
#include "judge/folds.hpp"
#include "judge/words.hpp"

namespace misfire {
namespace {

struct Breach {
  Instant at;
  bool page;
  std::string alert, receiver, distrusted;
};

class QuietFold final : public Expectation {
 public:
  QuietFold(Evidence evidence, const ExpectQuiet& spec)
      : evidence_(std::move(evidence)), spec_(spec) {
    for (const RuleBudget& rule : breakers(evidence_.plan(), spec_)) {
      possible_ = true;
      latest_ = std::max(latest_, rule.worst_case());
    }
  }

  void see(const Event& event) override { evidence_.see(event); }

  Ruling at(Instant now) const override {
    if (breach()) return Ruling::missed;
    if (!possible_) return Ruling::met;
    const auto from = evidence_.last_injection();
    if (!from) return Ruling::open;
    Instant end = *from + to_wall(latest_, evidence_.plan().speed);
    if (spec_.until) {
      end = std::min(end, *evidence_.fault() + to_wall(*spec_.until, evidence_.plan().speed));
    }
    return now >= end ? Ruling::met : Ruling::open;
  }

  ExpectationOutcome outcome(Instant now) const override {
    ExpectationOutcome out;
    out.kind = "quiet";
    out.text = claim();
    out.ruling = at(now);
    out.gap = spec_.gap;
    if (const auto broken = breach()) {
      out.observed =
          fmt::format("{} {} {} after {}", ticked(broken->alert),
                      broken->page ? "paged" : "was notified to", ticked(broken->receiver),
                      span_text(*evidence_.fault(), broken->at, evidence_.plan().speed));
    } else if (!possible_) {
      out.observed = fmt::format("no rule could {}", spec_.name ? "notify of it" : "page about it");
    } else {
      const std::string end = spec_.until
                                  ? " until then"
                                  : fmt::format("; the latest moment for one is {} after the fault",
                                                human_duration(latest_));
      out.observed = fmt::format("no {}{}{}", spec_.name ? "notification" : "page", end,
                                 out.ruling == Ruling::open ? ", which was not reached" : "");
    }
    return out;
  }

  std::string untellable(Instant) const override {
    if (const auto broken = breach()) return broken->distrusted;
    const Plan& plan = evidence_.plan();
    for (const AlertRule& rule : plan.monitoring.rules) {
      if (!could_break(plan.monitoring, spec_, rule)) continue;
      if (auto why = distrust(plan, rule); !why.empty()) return why;
    }
    return {};
  }

 private:
  std::string claim() const {
    const char* told = spec_.name ? "notified" : "paged";
    std::string text = spec_.team ? fmt::format("team {} is not {}", *spec_.team, told)
                                  : fmt::format("nobody is {}", told);
    if (spec_.name) text += " of " + ticked(*spec_.name);
    if (spec_.component) text += " about " + ticked(*spec_.component);
    if (spec_.until) text += fmt::format(" until {} after the fault", human_duration(*spec_.until));
    return text;
  }

  std::optional<Breach> breach() const {
    const auto fault = evidence_.fault();
    if (!fault) return {};
    const MonitoringFacts& facts = evidence_.plan().monitoring;
    for (const auto& [at, fact] : evidence_.notified()) {
      if (at < *fault || fact.observer || fact.resolved) continue;
      if (!still_forbids(spec_, to_model(at - *fault, evidence_.plan().speed))) continue;
      for (const Notified::Alert& alert : fact.alerts) {
        if (alert.resolved || !breaks(facts, spec_, alert.labels, fact.receiver)) continue;
        return Breach{at, counts_as_page(facts, alert.labels), label(alert.labels, "alertname"),
                      fact.receiver, distrust(evidence_.plan(), alert.labels)};
      }
    }
    return {};
  }

  Evidence evidence_;
  ExpectQuiet spec_;
  ModelDuration latest_;
  bool possible_ = false;
};

}  // namespace

ExpectationPtr expect_quiet(Evidence evidence, const ExpectQuiet& spec) {
  return std::make_unique<QuietFold>(std::move(evidence), spec);
}

}  // namespace misfire
