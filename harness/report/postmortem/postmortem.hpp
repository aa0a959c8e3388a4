// postmortem.md: a run told as a team tells an outage, from its history. Pure.
#pragma once

#include "report/report.hpp"

namespace misfire {

/// "" for a run in which no fault came: there is nothing to learn from an outage that was none.
std::string postmortem(const Plan&, const History&, const Judgement&, const RunFacts&);

}  // namespace misfire
