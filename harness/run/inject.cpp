#include "run/inject.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kReload = 20s;
constexpr Duration kLive = 5s;
constexpr Duration kWitness = 10s;  // to see the effect of a fault that was injected
constexpr Duration kRound = 100ms;  // between two looks at the balancer's live state
constexpr ModelDuration kDefaultLength = {std::chrono::minutes(10)};

}  // namespace

Result<void> Injector::run(const LiveState& before) {
  const Plan& plan = c_.prepared.plan;
  Watch& watch = c_.watch;
  baseline_ = watch.tally();
  const Instant began = watch.clock().now();
  std::vector<Active> faults;
  for (const PlannedFault& fault : plan.faults) {
    Active a;
    a.fault = &fault;
    a.kind = find_misconfiguration(plan.balancer, fault.name);
    a.injected = began + to_wall(fault.at, plan.speed);
    a.ends = a.injected + to_wall(fault.lasts.value_or(kDefaultLength), plan.speed);
    faults.push_back(a);
  }
  const auto none_left = [&] {
    return std::all_of(faults.begin(), faults.end(), [](const Active& a) { return a.done; });
  };
  why_ended_ = "its time is over";
  while (!none_left()) {
    const Instant now = watch.clock().now();
    bool all_witnessed = true;
    bool proves_nothing = false;
    for (Active& a : faults) {
      if (!a.begun && now >= a.injected) {
        if (auto ok = inject(a); !ok) return ok;
      } else if (a.begun && !a.done && !a.witnessed) {
        auto live = c_.inputs.balancer->live(*stack_.balancer, kLive);
        if (!live) return tl::unexpected(live.error());
        if (auto ok = ask_witness(a, before, *live); !ok) return ok;
        proves_nothing = !a.witnessed && watch.clock().now() > a.injected + kWitness;
      }
      if (a.begun && !a.done && now >= a.ends) {
        if (auto ok = revert(a, "its time is over"); !ok) return ok;
      }
      all_witnessed = all_witnessed && a.witnessed;
    }
    const bool decided = !c_.inputs.options.whole && all_witnessed && watch.decided(true);
    if (decided || proves_nothing) {
      why_ended_ = decided ? kEverythingDecided : "no effect was witnessed";
      for (Active& a : faults) {
        if (!a.begun || a.done) continue;
        if (auto ok = revert(a, why_ended_); !ok) return ok;
      }
      return {};
    }
    if (auto ok = watch.poll_until(watch.clock().now() + kRound); !ok) return ok;
  }
  return {};
}

Result<Instant> Injector::reload_with_active() {
  auto text = configuration_with(c_.inputs, c_.prepared, active_);
  if (!text) return tl::unexpected(text.error());
  if (!active_.empty()) {
    if (auto kept = write_file(c_.folder / "config" / "during.cfg", for_people(c_.inputs, *text));
        !kept) {
      return tl::unexpected(kept.error());
    }
  }
  return c_.inputs.balancer->reload(*stack_.balancer, *text, kReload,
                                    [&] { return c_.watch.poll(); });
}

Result<void> Injector::inject(Active& a) {
  active_.insert(a.fault->id);
  const auto asked = reload_with_active();
  if (!asked) return tl::unexpected(asked.error());
  const Duration late = *asked - a.injected;
  a.begun = true;
  a.injected = *asked;
  a.ends += late;
  c_.watch.start_tally();
  return c_.watch.note(*asked,
                       FaultInjected{a.fault->id, a.fault->name, "reload", a.fault->change});
}

Result<void> Injector::revert(Active& a, const std::string& why) {
  if (!a.witnessed) {
    if (auto ok = c_.watch.note(FaultWitnessed{a.fault->id, false, {}}); !ok) return ok;
  }
  active_.erase(a.fault->id);
  const auto asked = reload_with_active();
  if (!asked) return tl::unexpected(asked.error());
  a.done = true;
  return c_.watch.note(*asked, FaultReverted{a.fault->id, why});
}

Result<void> Injector::ask_witness(Active& a, const LiveState& before, const LiveState& now) {
  LoginTally tally;
  tally.before = baseline_.per_backend;
  tally.since = c_.watch.tally().per_backend;
  const Shown seen = a.kind->witness(a.fault->params, before, now, tally);
  if (!seen.shown) return {};
  a.witnessed = true;
  return c_.watch.note(FaultWitnessed{a.fault->id, true, seen.evidence});
}

}  // namespace misfire
