#include "replay/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/duration.hpp"
#include "judge/words.hpp"
#include "replay/partners.hpp"

namespace misfire {
namespace {

// Two live runs differ by as much, and a replay from its run by less.
constexpr double kSameWall = 0.1;  // seconds

/// The first time that an alert reached a receiver: before the fault, or after it.
struct Reached {
  Instant at;
  bool page = false;
};
struct ReachedKey {
  bool early = false;  ///< before the fault: nothing was wrong
  std::string alert, receiver;
  auto operator<=>(const ReachedKey&) const = default;  // NOLINT(modernize-use-nullptr): its 0
};

std::optional<Instant> fault_of(const RunResult& run) {
  for (const Event& event : run.history.events) {
    if (std::holds_alternative<FaultInjected>(event.fact)) return event.at;
  }
  return {};
}

std::map<ReachedKey, Reached> reached(const RunResult& run) {
  std::map<ReachedKey, Reached> all;
  const MonitoringFacts& facts = run.plan.monitoring;
  const Instant fault = fault_of(run).value_or(Instant::max());
  for (const Event& event : run.history.events) {
    const auto* fact = std::get_if<Notified>(&event.fact);
    if (fact == nullptr || fact->observer || fact->resolved) continue;
    for (const Notified::Alert& alert : fact->alerts) {
      if (alert.resolved || is_ignored(facts, alert.labels)) continue;
      const auto name = alert.labels.find("alertname");
      const ReachedKey key{event.at < fault, name == alert.labels.end() ? "" : name->second,
                           fact->receiver};
      all.try_emplace(key, Reached{event.at, is_page(facts, alert.labels)});
    }
  }
  return all;
}

const AlertOutcome* outcome_of(const RunResult& run, const std::string& alert) {
  for (const AlertOutcome& outcome : run.judgement.alerts) {
    if (outcome.name == alert) return &outcome;
  }
  return nullptr;
}

class Compare {
 public:
  Compare(const RunResult& before, const RunResult& now) : before_(before), now_(now) {
    out_.scenario = now.plan.scenario.name;
    out_.before = before.judgement.verdict;
    out_.now = now.judgement.verdict;
  }

  ScenarioComparison run() {
    systems();
    expectations();
    notifications();
    verdicts();
    std::stable_sort(out_.differences.begin(), out_.differences.end(),
                     [](const Difference& a, const Difference& b) { return a.weight < b.weight; });
    return std::move(out_);
  }

 private:
  Difference& add(Weight weight, std::string kind, std::string about, std::string text) {
    out_.differences.push_back(
        {weight, std::move(kind), std::move(about), std::move(text), std::nullopt, {}});
    return out_.differences.back();
  }

  void systems() {
    if (same_system(before_, now_)) return;
    const Plan &then = before_.plan, &here = now_.plan;
    add(Weight::change, "other system", "system",
        fmt::format("{}'s {} before, {}'s {} now", then.balancer, ticked(then.pool), here.balancer,
                    ticked(here.pool)));
  }

  // ---- verdicts ----

  static bool proves(Verdict verdict) {
    return verdict == Verdict::pass || verdict == Verdict::fail;
  }

  std::string first_reason() const {
    const auto& reasons = now_.judgement.reasons;
    return reasons.empty() ? "" : reasons.front();
  }

  void verdicts() {
    if (out_.now == Verdict::invalid && out_.before != Verdict::invalid) {
      add(Weight::untold, "cannot be judged", "verdict", first_reason());
    } else if (out_.now == Verdict::unsupported && proves(out_.before)) {
      add(Weight::untold, "is not possible", "verdict", first_reason());
    } else if (out_.now == Verdict::fail && out_.before != Verdict::fail && !has_regression()) {
      add(Weight::regression, "fails", "verdict", first_reason());  // as when a gap's time is over
    }
  }

  bool has_regression() const {
    return std::any_of(out_.differences.begin(), out_.differences.end(),
                       [](const Difference& one) { return one.weight == Weight::regression; });
  }

  // ---- expectations ----

  struct Pair {
    const ExpectationOutcome *was = nullptr, *is = nullptr;
  };

  /// A claim without its limit, which may have been changed.
  static std::string core(const ExpectationOutcome& outcome) {
    return outcome.text.substr(0, outcome.text.find(" within "));
  }

  /// Claims of the same words belong together, and else those that differ in their limit.
  std::vector<Pair> pairs() const {
    const auto &before = before_.judgement.expectations, &now = now_.judgement.expectations;
    std::vector<Pair> all(now.size());
    std::set<const ExpectationOutcome*> taken;
    for (const bool exactly : {true, false}) {
      for (std::size_t i = 0; i < now.size(); ++i) {
        all[i].is = &now[i];
        if (all[i].was != nullptr) continue;
        const auto found = std::find_if(before.begin(), before.end(), [&](const auto& one) {
          return taken.count(&one) == 0 && one.kind == now[i].kind &&
                 (exactly ? one.text == now[i].text : core(one) == core(now[i]));
        });
        if (found != before.end()) taken.insert(all[i].was = &*found);
      }
    }
    for (const ExpectationOutcome& one : before) {
      if (taken.count(&one) == 0) all.push_back({&one, nullptr});
    }
    return all;
  }

  void expectations() {
    for (const auto& [was, is] : pairs()) {
      if (is == nullptr) {
        vanished(*was);
        continue;
      }
      expectation(was, *is);
      if (was == nullptr || was->text == is->text) continue;
      add(Weight::change, "other limit", is->kind,
          fmt::format("{}; before: {}", is->text, was->text));
    }
  }

  void vanished(const ExpectationOutcome& was) {
    if (was.kind == "unexplained") {  // only failures make it: a page that nothing explains
      if (was.fails()) add(Weight::improvement, "false page gone", was.text, was.observed);
    } else if (proves(out_.before) && proves(out_.now) && was.ruling != Ruling::open) {
      add(Weight::untold, "no longer asked", was.kind, was.text);
    }
  }

  void expectation(const ExpectationOutcome* was, const ExpectationOutcome& is) {
    const auto text = [&] { return fmt::format("{}: {}", is.text, is.observed); };
    if (is.kind == "unexplained") {
      if (is.fails() && (was == nullptr || !was->fails())) {
        add(Weight::regression, "false page", is.kind, text());
      } else if (!is.fails() && was != nullptr && was->fails()) {
        add(Weight::improvement, "false page gone", is.kind, was->observed);
      }
      return;
    }
    if (was == nullptr || was->ruling == is.ruling) return;
    if (is.ruling == Ruling::missed) {
      add(Weight::regression, is.kind == "quiet" ? "false page" : "missed", is.kind, text());
    } else if (is.ruling == Ruling::met) {
      add(Weight::improvement, is.kind == "quiet" ? "quiet again" : "caught", is.kind, text());
    } else if (was->ruling == Ruling::met) {
      add(Weight::untold, "cannot be told", is.kind, text());
    }
  }

  // ---- notifications ----

  void notifications() {
    const auto before = reached(before_), now = reached(now_);
    for (const auto& [key, here] : now) {
      const auto was = before.find(key);
      if (was == before.end()) {
        came(key, here);
      } else if (!key.early) {
        shifted(key, was->second, here);
      }
    }
    for (const auto& [key, there] : before) {
      if (now.count(key) == 0) went(key, there);
    }
  }

  void came(const ReachedKey& key, const Reached& here) {
    const std::string what = here.page ? "page" : "notification";
    if (key.early) {
      add(here.page ? Weight::regression : Weight::change, "before the fault", key.alert,
          fmt::format("{} {} {} while nothing was wrong", ticked(key.alert),
                      here.page ? "pages" : "notifies", ticked(key.receiver)));
      return;
    }
    add(Weight::change, "new " + what, key.alert,
        fmt::format("{} now reaches {}, after {}", ticked(key.alert), ticked(key.receiver),
                    after(now_, here.at)));
  }

  void went(const ReachedKey& key, const Reached& there) {
    const std::string what = there.page ? "page" : "notification";
    add(key.early && there.page ? Weight::improvement : Weight::change, what + " gone", key.alert,
        fmt::format("{} no longer reaches {}{}", ticked(key.alert), ticked(key.receiver),
                    key.early ? " while nothing is wrong"
                              : fmt::format(" (it did after {})", after(before_, there.at))));
  }

  void shifted(const ReachedKey& key, const Reached& was, const Reached& is) {
    const double from = seconds_after(before_, was.at), to = seconds_after(now_, is.at);
    const double shift = to - from;
    if (std::abs(shift) < kSameWall * std::max(before_.plan.speed, now_.plan.speed)) return;
    Difference& found =
        add(Weight::change, shift > 0 ? "later" : "earlier", key.alert,
            fmt::format("{} reaches {} after {} instead of {}", ticked(key.alert),
                        ticked(key.receiver), after(now_, is.at), after(before_, was.at)));
    found.shift_s = shift;
    const AlertOutcome* then = outcome_of(before_, key.alert);
    const AlertOutcome* here = outcome_of(now_, key.alert);
    if (then == nullptr || here == nullptr) return;
    for (const auto& [name, at] : {std::pair("pending", &Stages::pending),
                                   {"firing", &Stages::firing},
                                   {"sent", &Stages::sent}}) {
      found.stages.push_back(
          {name, stage(before_, then->stages.*at), stage(now_, here->stages.*at)});
    }
    found.stages.push_back({"notified", from, to});
  }

  static double seconds_after(const RunResult& run, Instant at) {
    return to_seconds(at - fault_of(run).value_or(at)) * run.plan.speed;
  }
  static std::string after(const RunResult& run, Instant at) {
    return span_text(fault_of(run).value_or(at), at, run.plan.speed);
  }
  static std::optional<double> stage(const RunResult& run, const std::optional<Instant>& at) {
    if (!at) return {};
    return seconds_after(run, *at);
  }

  const RunResult& before_;
  const RunResult& now_;
  ScenarioComparison out_;
};

/// Many runs had the same rules.
void add_rules(const RunResult& before, const RunResult& now, std::vector<RuleChange>& all) {
  if (!same_system(before, now)) return;
  for (RuleChange& one : rule_changes(before.plan.monitoring.rules, now.plan.monitoring.rules)) {
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
  }
}

}  // namespace

const char* to_string(Weight weight) {
  switch (weight) {
    case Weight::regression:
      return "regression";
    case Weight::untold:
      return "untold";
    case Weight::change:
      return "change";
    case Weight::improvement:
      return "improvement";
  }
  return "?";
}

Weight ScenarioComparison::weight() const {
  return differences.empty() ? Weight::change : differences.front().weight;
}

int SuiteComparison::count(Weight weight) const {
  return static_cast<int>(std::count_if(scenarios.begin(), scenarios.end(), [&](const auto& one) {
    return !one.differences.empty() && one.weight() == weight;
  }));
}

ScenarioComparison compare_runs(const RunResult& before, const RunResult& now) {
  return Compare(before, now).run();
}

SuiteComparison compare_suites(const std::vector<RunResult>& before,
                               const std::vector<RunResult>& now) {
  SuiteComparison out;
  const Partners partners(before, now);
  std::set<std::string> compared;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (partners.of(i) == nullptr) continue;
    out.scenarios.push_back(compare_runs(*partners.of(i), now[i]));
    add_rules(*partners.of(i), now[i], out.rules);
    compared.insert(now[i].plan.scenario.name);
  }
  const auto is_alone = [&](const RunResult& run) {
    return !is_invalid(run) || compared.count(run.plan.scenario.name) == 0;
  };
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (partners.of(i) != nullptr || !is_alone(now[i])) continue;
    out.only_now.push_back(now[i].plan.scenario.name);
  }
  for (const RunResult& run : before) {
    if (partners.taken(run) || !is_alone(run)) continue;
    out.only_before.push_back(run.plan.scenario.name);
  }
  return out;
}

}  // namespace misfire
