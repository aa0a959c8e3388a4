// One line per event that a person wants to see while a run goes on. It stays: on a terminal above
// the live view, elsewhere as the log of the run.
#pragma once

#include <map>
#include <string>

#include "history/facts.hpp"
#include "plan/plan.hpp"
#include "report/report.hpp"
#include "report/suite_place.hpp"

namespace misfire {

class Progress {
 public:
  /// A log has nothing else to look at, and gets a line for each part that is ready, too.
  enum class Medium { terminal, log };
  Progress(TerminalStyle style, Medium medium, SuitePlace place = {})
      : style_(style), medium_(medium), place_(place) {}
  /// The heading of a run.
  std::string begin(const Plan&);
  /// "" for events that need no line.
  std::string line(const Event&);

 private:
  std::string stamped(Instant at, const std::string& text) const;
  std::string load_so_far();
  std::string sent(Instant at, const AlertSent&);
  std::string notified(Instant at, const Notified&);

  TerminalStyle style_;
  Medium medium_;
  SuitePlace place_;
  Plan plan_;
  Instant began_{};
  std::int64_t logins_ = 0, failed_ = 0;  ///< since the last phase began
  std::map<Labels, bool> sent_;           ///< the last of each alert, as what repeats is no news
  std::map<std::string, bool> told_;      ///< the last notification of each alert and receiver
};

/// The same on a screen: each row broken at spaces, what goes on below its text.
std::string on_screen(const std::string& line, std::size_t width);

}  // namespace misfire
