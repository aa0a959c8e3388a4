// The first page that names a component names the right one, and reaches its team in time. A first
// page that names another one (or several) settles it at once.
#include <fmt/format.h>

#include <algorithm>

#include "judge/explain.hpp"
#include "judge/folds.hpp"
#include "judge/words.hpp"

namespace misfire {
namespace {

/// The first notification that woke somebody and named a component.
struct FirstBlame {
  Instant at;
  std::string receiver;
  std::vector<std::string> components;
  std::vector<std::string> alerts;  // as long as `components`
  std::string distrusted;
};

std::optional<FirstBlame> first_blame(const Evidence& evidence) {
  const auto fault = evidence.fault();
  if (!fault) return {};
  const MonitoringFacts& facts = evidence.plan().monitoring;
  for (const auto& [at, fact] : evidence.notified()) {
    if (at < *fault || fact.observer || fact.resolved) continue;
    FirstBlame first{at, fact.receiver, {}, {}, {}};
    for (const Notified::Alert& alert : fact.alerts) {
      if (alert.resolved || !counts_as_page(facts, alert.labels)) continue;
      const std::string component = component_of(facts, alert.labels);
      if (component.empty()) continue;
      first.components.push_back(component);
      first.alerts.push_back(label(alert.labels, "alertname"));
      if (first.distrusted.empty()) first.distrusted = distrust(evidence.plan(), alert.labels);
    }
    if (!first.components.empty()) return first;
  }
  return {};
}

class BlameFold final : public Expectation {
 public:
  BlameFold(Evidence evidence, const ExpectBlame& spec)
      : evidence_(std::move(evidence)),
        spec_(spec),
        wanted_(wanted(evidence_.plan().monitoring, spec)) {}

  void see(const Event& event) override { evidence_.see(event); }

  Ruling at(Instant now) const override {
    const auto first = first_blame(evidence_);
    if (first && wrong_in(*first)) return Ruling::missed;
    const auto tracks = evidence_.tracks();
    const auto hit = any_hit(tracks);
    return rule_in_time(evidence_, wanted_.within,
                        hit ? std::optional(hit->arrival->at) : std::nullopt, now);
  }

  ExpectationOutcome outcome(Instant now) const override {
    ExpectationOutcome out;
    out.kind = "blame";
    out.text =
        fmt::format("the first page that names a component blames {}{} {}", ticked(spec_.component),
                    spec_.team ? ", at team " + *spec_.team : "", within_text(spec_.within));
    out.ruling = at(now);
    out.gap = spec_.gap;
    const auto first = first_blame(evidence_);
    const auto after_fault = [&](Instant at) {
      return span_text(*evidence_.fault(), at, evidence_.plan().speed);
    };
    if (first && wrong_in(*first)) {
      const std::size_t i = *wrong_in(*first);
      out.blamed = first->components[i];
      out.observed =
          fmt::format("the first page blamed {} ({} at {} after {})", ticked(first->components[i]),
                      ticked(first->alerts[i]), ticked(first->receiver), after_fault(first->at));
    } else if (out.ruling == Ruling::met) {
      const auto tracks = evidence_.tracks();
      const auto hit = any_hit(tracks);
      out.blamed = spec_.component;
      out.observed = fmt::format("{} blamed {} at {} after {}", ticked(hit->track->name),
                                 ticked(spec_.component), ticked(hit->arrival->receiver),
                                 after_fault(hit->arrival->at));
    } else if (out.ruling == Ruling::missed) {
      out.observed = explain_missed(evidence_, wanted_);
    } else {
      out.observed = "no page has named a component, and the limit has not passed";
    }
    return out;
  }

  std::string untellable(Instant) const override {
    if (const auto first = first_blame(evidence_)) {
      if (!first->distrusted.empty()) return first->distrusted;
      if (wrong_in(*first)) return {};
    }
    return misfire::untellable(evidence_, wanted_);
  }

 private:
  /// Which of the named components is a wrong one, if any.
  std::optional<std::size_t> wrong_in(const FirstBlame& first) const {
    const auto wrong = std::find_if(first.components.begin(), first.components.end(),
                                    [&](const auto& c) { return c != spec_.component; });
    if (wrong == first.components.end()) return {};
    return static_cast<std::size_t>(wrong - first.components.begin());
  }

  std::optional<Hit> any_hit(const std::vector<AlertTrack>& tracks) const {
    return first_hit(evidence_, tracks, wanted_, [](const AlertTrack&) { return true; });
  }

  Evidence evidence_;
  ExpectBlame spec_;
  Wanted wanted_;
};

}  // namespace

ExpectationPtr expect_blame(Evidence evidence, const ExpectBlame& spec) {
  return std::make_unique<BlameFold>(std::move(evidence), spec);
}

}  // namespace misfire
