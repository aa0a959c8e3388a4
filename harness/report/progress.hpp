// One line per event that a person wants to see while a run goes on.
#pragma once

#include <map>
#include <set>
#include <string>

#include "history/facts.hpp"
#include "plan/plan.hpp"
#include "report/report.hpp"

namespace misfire {

class Progress {
 public:
  explicit Progress(TerminalStyle style) : style_(style) {}
  /// The heading of a run.
  std::string begin(const Plan&);
  /// "" for events that need no line.
  std::string line(const Event&);

 private:
  std::string stamped(Instant at, const std::string& text) const;
  std::string load_so_far();

  TerminalStyle style_;
  Plan plan_;
  Instant began_{};
  std::int64_t logins_ = 0, failed_ = 0;  ///< since the last phase began
  Instant load_since_{};
  std::set<std::string> told_;  ///< notifications already shown
};

}  // namespace misfire
