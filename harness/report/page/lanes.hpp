// Who was in which state when: a lane for the phases, one a fault, one an alert. Pure.
#pragma once

#include <string>
#include <vector>

#include "report/page/page_time.hpp"

namespace misfire {

struct Lane {
  struct Span {
    Instant from, to;
    std::string state;  ///< baseline, fault, recovery; active; pending, firing
  };
  struct Mark {
    Instant at;
    bool resolved = false;
    std::string text;  ///< "paged auth-oncall (slack)"
  };
  std::string kind;  ///< phase, fault, alert
  std::string name;
  std::string detail;  ///< of an alert: its labels beyond the name
  bool page = false;   ///< of an alert: it wakes somebody
  std::vector<Span> spans;
  std::vector<Mark> marks;
};

/// In this order: phases, faults, alerts by when they went pending. Ignored alerts are left out.
std::vector<Lane> lanes(const Plan&, const History&, const PageTime&);

/// The phases in which logins are driven, with their times.
std::vector<Lane::Span> driven_phases(const History&, const PageTime&);

}  // namespace misfire
