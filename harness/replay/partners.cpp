#include "replay/partners.hpp"

#include <algorithm>

namespace misfire {
namespace {

bool same_recording(const RunResult& a, const RunResult& b) {
  return a.plan.run_id == b.plan.run_id;
}

}  // namespace

bool is_invalid(const RunResult& run) {
  return run.judgement.verdict == Verdict::invalid;
}

bool same_system(const RunResult& a, const RunResult& b) {
  return a.plan.balancer == b.plan.balancer && a.plan.pool == b.plan.pool;
}

Partners::Partners(const std::vector<RunResult>& before, const std::vector<RunResult>& now)
    : before_(before), now_(now), of_(now.size(), nullptr) {
  for (std::size_t i = 0; i < now_.size(); ++i) of_[i] = of_recording(now_[i]);
  // What proves nothing may have been tried again: it comes last.
  for (const bool invalid : {false, true}) {
    for (const bool of_same_system : {true, false}) {
      for (std::size_t i = 0; i < now_.size(); ++i) {
        const RunResult& run = now_[i];
        if (of_[i] != nullptr || is_invalid(run) != invalid) continue;
        of_[i] = take([&](const RunResult& one) {
          return one.plan.scenario.name == run.plan.scenario.name && !is_replayed(one) &&
                 (!of_same_system || same_system(one, run));
        });
      }
    }
  }
}

/// One recording may have been replayed in many phases, and then be compared with itself.
const RunResult* Partners::of_recording(const RunResult& run) {
  const auto same = [&](const RunResult& one) { return same_recording(one, run); };
  if (const RunResult* free = take(same)) return free;
  const auto any = std::find_if(before_.begin(), before_.end(), same);
  return any == before_.end() ? nullptr : &*any;
}

bool Partners::is_replayed(const RunResult& before) const {
  return std::any_of(now_.begin(), now_.end(),
                     [&](const RunResult& run) { return same_recording(run, before); });
}

template <class Same>
const RunResult* Partners::take(const Same& same) {
  const RunResult* found = nullptr;
  for (const RunResult& one : before_) {
    if (taken(one) || !same(one)) continue;
    if (found == nullptr || (is_invalid(*found) && !is_invalid(one))) found = &one;
  }
  if (found != nullptr) taken_.insert(found);
  return found;
}

}  // namespace misfire
