#include "run/inject.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "balancer/own_files.hpp"
#include "fault/fold.hpp"
#include "fault/shared/logins.hpp"
#include "history/via.hpp"
#include "monitor/read_back.hpp"
#include "run/check_times.hpp"
#include "run/exporters.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kReload = 20s;
constexpr Duration kLive = 5s;
constexpr Duration kWitness = 10s;  // to see the effect of a fault that was injected
constexpr double kEnoughLogins = 1.5 * kFewestLogins;  // for a witness that compares shares
constexpr Duration kRound = 100ms;  // between two looks at the balancer's live state
constexpr ModelDuration kDefaultLength = {std::chrono::minutes(10)};

LoginCounts counts_of(const Watch& watch) {
  return {watch.tally().per_backend, watch.by_status()};
}

}  // namespace

Result<void> Injector::run(const LiveState& before) {
  const Plan& plan = c_.prepared.plan;
  Watch& watch = c_.watch;
  logins_before_ = counts_of(watch);
  const LoadAccount load = watch.driver()->account();
  at_turn_ = at_begin_;
  first_checks_ = check_times(c_.inputs, c_.prepared).first;
  baseline_ = {load - at_begin_, to_seconds(load.until - at_begin_.until), before};
  troubled_.emplace(c_, stack_);
  configuration_ = before.configuration;
  const Instant began = watch.clock().now();
  for (const PlannedFault& fault : plan.faults) {
    Active a;
    a.fault = &fault;
    if (const Stressor* stressor = find_stressor(fault.name)) {
      a.stress = std::make_unique<Stress>(fault, *stressor, plan);
    } else {
      a.kind = find_misconfiguration(plan.balancer, fault.name);
    }
    a.injected = began + to_wall(fault.at, plan.speed);
    a.ends = a.injected + to_wall(fault.lasts.value_or(kDefaultLength), plan.speed);
    faults_.push_back(std::move(a));
  }
  const auto none_left = [&] {
    return std::all_of(faults_.begin(), faults_.end(), [](const Active& a) { return a.done; });
  };
  why_ended_ = "its time is over";
  while (!none_left()) {
    const Instant now = watch.clock().now();
    bool all_witnessed = true;
    bool proves_nothing = false;
    for (Active& a : faults_) {
      if (!a.begun && now >= a.injected) {
        if (auto ok = revert_predecessors(a); !ok) return ok;
        if (auto ok = inject(a); !ok) return ok;
      } else if (a.active()) {
        if (a.stress) {
          if (auto ok = a.stress->go_on(*troubled_, now - a.injected, watch.clock()); !ok)
            return ok;
        }
        if (!a.witnessed) {
          if (auto ok = look(a); !ok) return ok;
        }
        const auto until = waits_until(a);
        proves_nothing = proves_nothing || (!a.witnessed && until && watch.clock().now() > *until);
      }
      if (a.active() && now >= a.ends) {
        if (auto ok = revert(a, "its time is over"); !ok) return ok;
      }
      all_witnessed = all_witnessed && a.witnessed;
    }
    const bool decided = !c_.inputs.options.whole && all_witnessed && watch.decided(true);
    if (decided || proves_nothing) {
      why_ended_ = decided ? kEverythingDecided : kNoEffect;
      for (Active& a : faults_) {
        if (!a.active()) continue;
        if (auto ok = revert(a, why_ended_); !ok) return ok;
      }
      return {};
    }
    if (auto ok = watch.poll_until(watch.clock().now() + kRound); !ok) return ok;
  }
  return {};
}

Result<Instant> Injector::reload_with_active() {
  auto running = configuration_with(c_.inputs, c_.prepared, active_);
  if (!running) return tl::unexpected(running.error());
  if (!active_.empty()) {
    if (auto kept =
            write_file(c_.folder / "config" / "during.cfg", for_people(c_.inputs, running->text));
        !kept) {
      return tl::unexpected(kept.error());
    }
  }
  // What the edits name besides what the file did, which it has.
  for (const auto& [path, bytes] : running->files) {
    if (c_.prepared.files.contains(path)) continue;
    if (auto put = stack_.balancer->put(path, bytes); !put) return tl::unexpected(put.error());
  }
  const auto go_on = [&] { return c_.watch.poll(); };
  const bool refused = std::any_of(faults_.begin(), faults_.end(), [&](const Active& a) {
    return a.kind != nullptr && a.kind->refused && active_.contains(a.fault->id);
  });
  const Balancer& balancer = *c_.inputs.balancer;
  const auto asked = refused
                         ? balancer.reload_refused(*stack_.balancer, running->text, kReload, go_on)
                         : balancer.reload(*stack_.balancer, running->text, kReload, go_on);
  if (!asked) return asked;
  configuration_ = running->mark;
  if (refused) return asked;
  // Where TLS is sound, logins without it say the same; where it is not, clients must see that.
  const auto over = running->files.find(kExpiredCopy);
  const std::string shown = over == running->files.end() ? "" : over->second;
  if (auto spoken = c_.watch.driver()->speak_tls(shown); !spoken) {
    return tl::unexpected(spoken.error());
  }
  for (const Active& a : faults_) {
    if (!a.fault->runtime || !active_.contains(a.fault->id)) continue;
    const auto change = runtime_change(c_.inputs, c_.prepared.original, *a.fault);
    if (!change) return tl::unexpected(change.error());
    if (auto given = command(change->inject); !given) return given;
  }
  return asked;
}

Result<Instant> Injector::command(const std::vector<std::string>& commands) {
  return c_.inputs.balancer->runtime_api()->command(*stack_.balancer, commands, kLive);
}

void Injector::remember_before(Active& a) {
  a.logins_before = counts_of(c_.watch);
  if (all_logins(a.logins_before) < kFewestLogins) a.logins_before = logins_before_;
  a.before = baseline_;
  const LoadAccount now = c_.watch.driver()->account();
  LoadAccount since = now - at_turn_;
  if (since.ended < kFewestLogins) return;
  a.before.load = std::move(since);
  a.before.lasted_s = to_seconds(now.until - at_turn_.until);
}

void Injector::turn() {
  c_.watch.start_tally();
  at_turn_ = c_.watch.driver()->account();
}

/// It is recorded before it is done: harm may begin while it is being done.
Result<void> Injector::inject_stress(Active& a) {
  const Instant now = c_.watch.clock().now();
  a.ends += now - a.injected;
  a.injected = now;
  a.begun = true;
  turn();
  const FaultInjected injected{a.fault->id, a.fault->name, kByStressor, a.fault->change};
  if (auto noted = c_.watch.note(now, injected); !noted) return noted;
  return a.stress->go_on(*troubled_, {}, c_.watch.clock());
}

Result<void> Injector::inject(Active& a) {
  remember_before(a);
  if (a.stress) return inject_stress(a);
  active_.insert(a.fault->id);
  Result<Instant> asked;
  if (a.fault->runtime) {
    const auto change = runtime_change(c_.inputs, c_.prepared.original, *a.fault);
    if (!change) return tl::unexpected(change.error());
    asked = command(change->inject);
  } else {
    asked = reload_with_active();
  }
  if (!asked) return tl::unexpected(asked.error());
  const Duration late = *asked - a.injected;
  a.begun = true;
  a.injected = *asked;
  a.ends += late;
  turn();
  return c_.watch.note(
      *asked, FaultInjected{a.fault->id, a.fault->name, a.fault->runtime ? "runtime" : "reload",
                            a.fault->change});
}

Result<void> Injector::revert(Active& a, const std::string& why) {
  if (!a.witnessed) {
    if (auto ok = c_.watch.note(FaultWitnessed{a.fault->id, false, a.evidence}); !ok) return ok;
  }
  if (a.stress) {  // a server that was down is there again when it answers
    if (auto ok = a.stress->revert(*troubled_); !ok) return ok;
    a.done = true;
    turn();
    return c_.watch.note(FaultReverted{a.fault->id, why});
  }
  active_.erase(a.fault->id);
  const Result<Instant> asked = take_back(a);
  if (!asked) return tl::unexpected(asked.error());
  a.done = true;
  turn();
  return c_.watch.note(*asked, FaultReverted{a.fault->id, why});
}

Result<Instant> Injector::take_back(const Active& a) {
  if (!a.fault->runtime) return reload_with_active();
  const auto change = runtime_change(c_.inputs, c_.prepared.original, *a.fault);
  if (!change) return tl::unexpected(change.error());
  return command(change->revert);
}

Result<void> Injector::revert_predecessors(const Active& next) {
  for (Active& a : faults_) {
    if (!a.active() || overlap(*a.fault, *next.fault)) continue;
    if (auto ok = revert(a, "its time is over"); !ok) return ok;
  }
  return {};
}

std::optional<Instant> Injector::waits_until(const Active& a) const {
  if (a.stress) return a.stress->waits_until(a.before);
  Duration longest = kWitness;
  if (baseline_.load.ended > 0) {
    const double rate = static_cast<double>(baseline_.load.ended) / baseline_.lasted_s;
    longest = std::max(longest, from_seconds(kEnoughLogins / rate));
  }
  if (a.kind->asks_checks) longest += first_checks_;
  const Plan& plan = c_.prepared.plan;
  if (a.kind->asks_metrics) longest += 2 * to_wall(plan.monitoring.scrape_interval, plan.speed);
  return a.injected + longest;
}

Result<std::optional<MetricsScrape>> Injector::scrape(const Misconfiguration& kind) const {
  if (!kind.asks_metrics) return std::nullopt;
  if (scrapes_exporter(c_.inputs.system)) {
    const PartPtr& exporter = stack_.exporters.at(part_of(Monitor::exporter));
    if (!exporter) return MetricsScrape{false, "its exporter is down"};
    return exporter_scrape(*exporter, kLive);
  }
  const auto failure = scrape_failure(stack_.prometheus->from_harness("http"),
                                      stack_.balancer->from_parts("metrics"), kLive);
  if (!failure) return tl::unexpected(failure.error());
  if (!*failure) return std::nullopt;
  return MetricsScrape{(*failure)->empty(), **failure};
}

Result<Shown> Injector::ask_witness(Active& a, const LiveState& now) {
  if (a.stress) return a.stress->look(*troubled_, a.before, now, c_.watch.driver()->account());
  const auto metrics = scrape(*a.kind);
  if (!metrics) return tl::unexpected(metrics.error());
  const Observed seen{
      baseline_.live, now, {a.logins_before, counts_of(c_.watch)}, configuration_, *metrics};
  Shown shown = a.kind->witness(a.fault->params, seen);
  if (const std::string why = c_.watch.driver()->distrust(); !why.empty()) {
    shown.evidence.push_back("clients refuse the balancer's certificate: " + why);
  }
  return shown;
}

Result<void> Injector::look(Active& a) {
  const auto now = c_.inputs.balancer->live(*stack_.balancer, kLive);
  if (!now) return tl::unexpected(now.error());
  const auto seen = ask_witness(a, *now);
  if (!seen) return tl::unexpected(seen.error());
  a.evidence = seen->evidence;
  if (!seen->shown) return {};
  a.witnessed = true;
  return c_.watch.note(FaultWitnessed{a.fault->id, true, a.evidence});
}

}  // namespace misfire
