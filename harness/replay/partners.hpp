// Which runs of two suites are to be compared with each other. Pure.
#pragma once

#include <set>
#include <vector>

#include "run/run.hpp"

namespace misfire {

bool is_invalid(const RunResult&);
bool same_system(const RunResult&, const RunResult&);

/// For the runs of one suite their counterparts in another. Both must stay where they are.
class Partners {
 public:
  Partners(const std::vector<RunResult>& before, const std::vector<RunResult>& now);

  const RunResult* of(std::size_t now) const { return of_[now]; }
  bool taken(const RunResult& before) const { return taken_.count(&before) > 0; }

 private:
  const RunResult* of_recording(const RunResult&);
  bool is_replayed(const RunResult& before) const;
  template <class Same>
  const RunResult* take(const Same&);

  const std::vector<RunResult>&before_, &now_;
  std::vector<const RunResult*> of_;
  std::set<const RunResult*> taken_;
};

}  // namespace misfire
