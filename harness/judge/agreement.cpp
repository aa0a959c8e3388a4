#include "judge/agreement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "judge/facts_of.hpp"
#include "judge/words.hpp"

namespace misfire {
namespace {

using Reasons = std::vector<std::string>;

// An alert goes to Alertmanager and to the sink side by side, so either may be first.
constexpr Duration kSlack = std::chrono::seconds(1);

/// What a tick counts, counted again in logins.bin: exactly the same, since the driver puts each
/// login into the tick in which it was answered.
void ticks_and_logins(const Evidence& evidence, const History& history, Reasons& reasons) {
  std::vector<const Login*> logins;
  for (const Login& login : history.logins) logins.push_back(&login);
  for (const Login& login : history.flood) logins.push_back(&login);
  std::stable_sort(logins.begin(), logins.end(),
                   [](const Login* a, const Login* b) { return a->answered < b->answered; });
  auto next = logins.begin();
  for (const auto& [at, tick] : facts_of<LoadTick>(history)) {
    LoadTick again;
    again.per_backend.resize(tick.per_backend.size());
    for (; next != logins.end() && (*next)->answered <= at; ++next) {
      if ((*next)->of_flood()) {
        ++again.flood;
        continue;
      }
      ++again.logins;
      again.failed += (*next)->ok() ? 0 : 1;
      if ((*next)->backend < again.per_backend.size()) ++again.per_backend[(*next)->backend];
    }
    if (again.logins == tick.logins && again.failed == tick.failed && again.flood == tick.flood &&
        again.per_backend == tick.per_backend) {
      continue;
    }
    const Instant from = evidence.fault().value_or(history.events.front().at);
    reasons.push_back(fmt::format(
        "the load driver's two records disagree: of the tick at {:+.2f} s of wall time from the "
        "fault it told {} and {} failed, logins.bin has {} and {}{}",
        to_seconds(at - from), counted(tick.logins, "login", "logins"), tick.failed, again.logins,
        again.failed,
        again.flood == tick.flood
            ? ""
            : fmt::format("; of a flood it told {}, and not {}", tick.flood, again.flood)));
    return;
  }
}

/// The arrivals that the plan wants in that time: some faults bring more, or a flood besides.
struct WantedLogins {
  double users = 0, flood = 0;
};
WantedLogins wanted_logins(const Evidence& evidence, Instant from, Instant to) {
  WantedLogins seconds{to_seconds(to - from), 0};
  for (const PlannedFault& fault : evidence.plan().faults) {
    const auto came = evidence.injected(fault.id);
    if (!came) continue;
    const Instant gone = std::min(evidence.reverted(fault.id).value_or(to), to);
    const double lasted = std::max(0.0, to_seconds(gone - std::max(*came, from)));
    seconds.users += (fault.load_factor - 1) * lasted;
    seconds.flood += fault.flood.factor * lasted;
  }
  const double rate = evidence.plan().load.per_second;
  return {rate * seconds.users, rate * seconds.flood};
}

/// The ticks' plan against the plan: a lost or faked count of arrivals would hide lost load.
void planned_rate(const Evidence& evidence, const History& history, Instant from, Instant to,
                  Reasons& reasons) {
  std::int64_t planned = 0, flood = 0;
  for (const auto& [at, tick] : facts_of<LoadTick>(history)) {
    if (at < from || at > to) continue;
    planned += tick.planned;
    flood += tick.flood_planned;
  }
  const auto compare = [&](std::int64_t arrivals, double wanted, const char* what) {
    // Ten standard deviations of Poisson arrivals, and the ticks at both ends.
    const double tolerance = 10 * std::sqrt(wanted) + 0.05 * wanted + 1;
    if (std::abs(static_cast<double>(arrivals) - wanted) <= tolerance) return;
    reasons.push_back(fmt::format(
        "the {} was not the planned one: {} arrivals in the ticks, {} by the plan's rate", what,
        grouped(arrivals), grouped(std::llround(wanted))));
  };
  const WantedLogins wanted = wanted_logins(evidence, from, to);
  compare(planned, wanted.users, "load");
  compare(flood, wanted.flood, "flood");
}

void shares(const std::vector<Collected::Share>& all, const char* what, Reasons& reasons) {
  if (all.empty()) reasons.push_back(fmt::format("Prometheus {} nothing", what));
  for (const auto& share : all) {
    if (share.enough()) continue;
    reasons.push_back(fmt::format("Prometheus {} {} only {} of {} times", what, share.what,
                                  share.got, share.wanted));
  }
}

void collected(const Evidence& evidence, const History& history, Reasons& reasons) {
  const auto all = facts_of<Collected>(history);
  if (all.size() != 1) {
    reasons.push_back(all.empty()
                          ? "nobody collected what Prometheus and Alertmanager saw"
                          : "what Prometheus and Alertmanager saw was collected more than once");
    return;
  }
  const Collected& seen = all.front().fact;
  if (const auto end = evidence.observed_until(); end && all.front().at < *end) {
    reasons.push_back("what Prometheus and Alertmanager saw was collected too early");
  }
  shares(seen.scrapes, "scraped", reasons);
  shares(seen.evaluations, "evaluated", reasons);
  const auto changes = static_cast<std::int64_t>(facts_of<AlertChanged>(history).size());
  if (changes != seen.alert_changes) {
    reasons.push_back(fmt::format(
        "Prometheus told of {}, the history has {}",
        counted(seen.alert_changes, "change of an alert", "changes of alerts"), changes));
  }
  const auto received = static_cast<std::int64_t>(facts_of<Notified>(history).size());
  if (received < seen.delivered) {
    reasons.push_back(fmt::format("Alertmanager delivered {}, but only {} arrived",
                                  counted(seen.delivered, "notification", "notifications"),
                                  grouped(received)));
  }
  if (received > seen.attempts) {
    reasons.push_back(fmt::format("{} arrived, but Alertmanager sent only {}",
                                  counted(received, "notification", "notifications"),
                                  grouped(seen.attempts)));
  }
}

/// Only the webhooks that were added observe: another's arrival told as a flush would hide that
/// somebody was reached, a flush told as an arrival would show somebody reached who was not.
void observers(const Evidence& evidence, Reasons& reasons) {
  const auto& added = evidence.plan().monitoring.observers;
  for (const auto& [at, fact] : evidence.notified()) {
    const auto observer = added.find(fact.receiver);
    const bool observes =
        observer != added.end() && fact.integration == "webhook" && fact.index == observer->second;
    if (fact.observer == observes) continue;
    std::string reason =
        fmt::format("{}[{}] of {} {}, but the history tells {}", fact.integration, fact.index,
                    ticked(fact.receiver), observes ? "only observes" : "is the receiver's own",
                    observes ? "that it reached somebody" : "that it only observed");
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) {
      reasons.push_back(std::move(reason));
    }
  }
}

/// The way of an alert: what was notified was sent before, what was sent was stored before.
class Ways {
 public:
  Ways(const MonitoringFacts& facts, const History& history, Reasons& reasons)
      : facts_(facts),
        notified_(facts_of<Notified>(history)),
        sent_(facts_of<AlertSent>(history)),
        changed_(facts_of<AlertChanged>(history)),
        reasons_(reasons) {}

  void check(std::optional<Instant> observed_from) {
    for (const auto& [at, fact] : notified_) notification(at, fact);
    for (const auto& [at, fact] : sent_) sent(at, fact, observed_from);
  }

 private:
  void notification(Instant at, const Notified& fact) {
    const auto resolved = [](const Notified::Alert& alert) { return alert.resolved; };
    const bool all = std::all_of(fact.alerts.begin(), fact.alerts.end(), resolved);
    if (!fact.alerts.empty() && all != fact.resolved) {
      tell(fmt::format("a notification to {} says both that its alerts are resolved and that not",
                       ticked(fact.receiver)));
    }
    for (const Notified::Alert& alert : fact.alerts) {
      if (was_sent(at, alert.labels, alert.resolved)) continue;
      tell(fmt::format("alert {} was notified to {} as {}, but Prometheus never sent it so before",
                       ticked(label(alert.labels, "alertname")), ticked(fact.receiver),
                       alert.resolved ? "resolved" : "firing"));
    }
  }

  void sent(Instant at, const AlertSent& fact, std::optional<Instant> observed_from) {
    const std::string name = ticked(label(fact.labels, "alertname"));
    if (fact.resolved) {
      if (!was_sent(at, fact.labels, false)) {
        tell(fmt::format("Prometheus sent {} as resolved, but never before as firing", name));
      }
      return;
    }
    // What fired before the observation began was stored before it, too.
    if (!observed_from || was_sent(*observed_from, fact.labels, false)) return;
    // Where nobody can tell how alerts are relabelled on the way, it may be any of them.
    const bool stored = std::any_of(changed_.begin(), changed_.end(), [&](const auto& change) {
      return change.at <= at + kSlack && change.fact.state == AlertPhase::firing &&
             (facts_.alerts_relabelled || same_alert(change.fact.labels, fact.labels));
    });
    if (!stored) {
      tell(
          fmt::format("Prometheus sent {} to Alertmanager, but stored nothing of it before", name));
    }
  }

  bool was_sent(Instant by, const Labels& labels, bool resolved) const {
    return std::any_of(sent_.begin(), sent_.end(), [&](const auto& sent) {
      return sent.at <= by + kSlack && sent.fact.resolved == resolved &&
             same_alert(sent.fact.labels, labels);
    });
  }

  void tell(std::string reason) {
    if (std::find(reasons_.begin(), reasons_.end(), reason) == reasons_.end()) {
      reasons_.push_back(std::move(reason));
    }
  }

  const MonitoringFacts& facts_;
  std::vector<Dated<Notified>> notified_;
  std::vector<Dated<AlertSent>> sent_;
  std::vector<Dated<AlertChanged>> changed_;
  Reasons& reasons_;
};

}  // namespace

std::vector<std::string> lost_flushes(const Evidence& evidence) {
  const auto& notified = evidence.notified();
  const auto& nobody = evidence.plan().monitoring.empty_receivers;
  Reasons reasons;
  for (const auto& [at, flush] : notified) {
    if (!flush.observer || flush.resolved) continue;
    if (std::find(nobody.begin(), nobody.end(), flush.receiver) != nobody.end()) continue;
    const bool told =
        std::any_of(notified.begin(), notified.end(), [&, &f = flush](const auto& other) {
          return !other.fact.observer && other.fact.receiver == f.receiver;
        });
    const auto& failures = evidence.delivery_failures();
    const bool failed = std::any_of(
        failures.begin(), failures.end(),
        [&, &f = flush](const auto& failure) { return failure.fact.receiver == f.receiver; });
    if (told || failed) continue;
    const std::string reason = fmt::format(
        "{} was flushed to, but neither did a notification arrive there nor did a delivery fail",
        ticked(flush.receiver));
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) {
      reasons.push_back(reason);
    }
  }
  return reasons;
}

std::vector<std::string> disagreements(const Evidence& evidence, const History& history) {
  Reasons reasons;
  const auto baseline = evidence.phase(Phase::baseline);
  const auto end = evidence.observed_until();
  if (!given_up(history)) collected(evidence, history, reasons);
  ticks_and_logins(evidence, history, reasons);
  if (baseline && end) planned_rate(evidence, history, *baseline, *end, reasons);
  observers(evidence, reasons);
  Ways(evidence.plan().monitoring, history, reasons).check(baseline);
  return reasons;
}

}  // namespace misfire
