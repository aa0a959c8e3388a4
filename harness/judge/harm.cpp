#include "judge/harm.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "judge/words.hpp"

namespace misfire {
namespace {

constexpr double kLuck = 1e-4;  // of runs without harm, the share in which the test finds some
constexpr double kUnseen = 3;   // failures that a baseline may hide, though it shows none (95 %)
constexpr double kLeastHarm = 0.05;    // what the test looks for at least: less takes it longer
constexpr double kMuchWorse = 10;      // times the steady share
constexpr std::int64_t kNoStrays = 3;  // failures that are no harm by themselves are fewer

struct Turn {
  Instant at;
  std::string fault;
  bool came = true;
};

std::vector<Turn> turns_of(const Evidence& evidence) {
  std::vector<Turn> turns;
  for (const PlannedFault& fault : evidence.plan().faults) {
    if (const auto at = evidence.injected(fault.id)) turns.push_back({*at, fault.id, true});
    if (const auto at = evidence.reverted(fault.id)) turns.push_back({*at, fault.id, false});
  }
  std::stable_sort(turns.begin(), turns.end(),
                   [](const Turn& a, const Turn& b) { return a.at < b.at; });
  return turns;
}

/// The longest that a login took in the baseline.
Duration usual(const std::vector<Login>& logins, Instant from, Instant to) {
  Duration longest{};
  for (const Login& login : logins) {
    const bool inside = login.planned >= from && login.answered < to;
    if (!login.ok() || !inside || login.answered < login.planned) continue;
    longest = std::max(longest, login.answered - login.planned);
  }
  return longest;
}

/// A login that had been under way as long as is usual when a fault came, and failed, is the
/// fault's: it counts from its coming on.
std::vector<Login> with_their_faults(std::vector<Login> logins, const std::vector<Turn>& turns,
                                     Duration usually) {
  for (Login& login : logins) {
    if (login.ok()) continue;
    for (const Turn& turn : turns) {
      const bool under_way = login.planned < turn.at && login.answered >= turn.at;
      if (!turn.came || !under_way || turn.at - login.planned > usually) continue;
      login.planned = turn.at;
      break;
    }
  }
  std::stable_sort(logins.begin(), logins.end(),
                   [](const Login& a, const Login& b) { return a.planned < b.planned; });
  return logins;
}

Tally tally_of(const std::vector<Login>& logins, Instant from, Instant to) {
  Tally sum;
  for (const Login& login : logins) {
    if (login.planned < from || login.planned >= to) continue;
    ++sum.logins;
    sum.failed += login.ok() ? 0 : 1;
  }
  return sum;
}

std::vector<Harm::Stretch> stretches_of(const std::vector<Turn>& turns, Instant begin, Instant end,
                                        const std::vector<Login>& logins) {
  std::vector<Harm::Stretch> stretches{{begin, end, {}, 0, 0}};
  std::vector<std::string> active;
  for (const Turn& turn : turns) {
    stretches.back().to = turn.at;
    if (turn.came) {
      active.push_back(turn.fault);
    } else {
      std::erase(active, turn.fault);
    }
    stretches.push_back({turn.at, end, active, 0, 0});
  }
  for (Harm::Stretch& stretch : stretches) {
    const Tally seen = tally_of(logins, stretch.from, stretch.to);
    stretch.logins = seen.logins;
    stretch.failed = seen.failed;
  }
  return stretches;
}

struct Onset {
  Instant began,
      detected;  ///< planned instants of the first failure and of the last that was needed
};

/// When the harm began that these logins show, those that were planned from `from` until `to`.
std::optional<Onset> onset(const std::vector<Login>& logins, Instant from, Instant to,
                           HarmTest test) {
  std::vector<const Login*> seen;
  for (const Login& login : logins) {
    if (login.planned < from || login.planned >= to) continue;
    seen.push_back(&login);
    if (test.see(!login.ok())) {
      return Onset{seen[seen.size() - static_cast<std::size_t>(test.began())]->planned,
                   login.planned};
    }
  }
  return {};
}

/// A stray failure shortly before a fault came would make the harm that the fault did begin before
/// it. So harm that was only detected after a turn began with the turn, unless what failed before
/// it was harm already.
Instant settled(Onset found, const std::vector<Turn>& turns, const std::vector<Login>& logins,
                double harmed) {
  for (const Turn& turn : turns) {
    if (turn.at <= found.began || turn.at > found.detected) continue;
    const Tally before = tally_of(logins, found.began, turn.at);
    const double share = static_cast<double>(before.failed) / static_cast<double>(before.logins);
    if (before.failed >= kNoStrays && share >= harmed) break;
    const auto next = std::find_if(logins.begin(), logins.end(), [&](const Login& login) {
      return login.planned >= turn.at && !login.ok();
    });
    if (next == logins.end() || next->planned > found.detected) break;
    found.began = next->planned;
  }
  return found.began;
}

}  // namespace

HarmTest::HarmTest(const Tally& steady, std::int64_t watched) {
  const double share = std::clamp((static_cast<double>(steady.failed) + kUnseen) /
                                      (static_cast<double>(steady.logins) + kUnseen),
                                  1e-6, 0.2);
  const double harmed = harmed_ = std::max(kLeastHarm, std::min(kMuchWorse * share, 0.5));
  // Logarithms of how much likelier the outcome is with harm than without. A sum of them exceeds
  // log(1/p) with probability p, from whichever of the logins it starts.
  of_failed_ = std::log(harmed / share);
  of_ok_ = std::log((1 - harmed) / (1 - share));
  enough_ = std::log(static_cast<double>(std::max<std::int64_t>(watched, 1)) / kLuck);
}

bool HarmTest::see(bool failed) {
  sum_ += failed ? of_failed_ : of_ok_;
  ++since_;
  if (sum_ <= 0) {
    sum_ = 0;
    since_ = 0;
  }
  return sum_ >= enough_;
}

Harm harm_of(const Evidence& evidence, const std::vector<Login>& as_planned) {
  Harm harm;
  const auto baseline = evidence.phase(Phase::baseline);
  const auto fault = evidence.fault();
  const auto end = evidence.observed_until();
  if (!baseline || !fault || !end || *fault < *baseline) return harm;
  const std::vector<Turn> turns = turns_of(evidence);
  const auto logins = with_their_faults(as_planned, turns, usual(as_planned, *baseline, *fault));
  harm.stretches = stretches_of(turns, *baseline, *end, logins);

  const Tally steady = tally_of(logins, *baseline, *fault);
  const Tally watched = tally_of(logins, *fault, *end);
  const HarmTest test(steady, watched.logins);
  const auto found = onset(logins, *fault, *end, test);
  if (!found) return harm;
  harm.began = settled(*found, turns, logins, test.harmed());
  for (const Turn& turn : turns) {
    if (turn.at > *harm.began) break;
    harm.after = turn.fault;
    harm.taken_back = !turn.came;
  }
  const Tally before = tally_of(logins, *baseline, *harm.began);
  harm.logins_before = before.logins;
  harm.failed_before = before.failed;
  return harm;
}

std::string harm_text(const Plan& plan, const Harm& harm) {
  if (!harm.began || harm.stretches.size() < 2) return {};
  const Instant zero = harm.stretches[1].from;
  const auto since_zero = [&](Instant at) { return span_text(zero, at, plan.speed); };
  const Harm::Stretch* last = nullptr;  // the one in which it began
  for (const Harm::Stretch& stretch : harm.stretches) {
    if (stretch.from <= *harm.began) last = &stretch;
  }
  std::string text = fmt::format(
      "harm began {} after {} {} (at {})", span_text(last->from, *harm.began, plan.speed),
      ticked(harm.after), harm.taken_back ? "was taken back" : "came", since_zero(last->from));
  std::string others;
  for (const std::string& id : last->active) {
    if (id == harm.after) continue;
    const auto since = std::find_if(
        harm.stretches.begin(), harm.stretches.end(), [&](const Harm::Stretch& stretch) {
          return std::find(stretch.active.begin(), stretch.active.end(), id) !=
                 stretch.active.end();
        });
    others += fmt::format("{}{} was active since {}", others.empty() ? "" : " and ", ticked(id),
                          since_zero(since->from));
  }
  if (!others.empty()) text += ", while " + others;
  text += fmt::format("; before it {} of {} failed",
                      harm.failed_before == 0 ? "none"
                                              : percent(static_cast<double>(harm.failed_before) /
                                                        static_cast<double>(harm.logins_before)),
                      counted(harm.logins_before, "login", "logins"));
  return text;
}

}  // namespace misfire
