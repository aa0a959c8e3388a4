// A run in one plain sentence, for somebody who reads nothing else. Pure.
#pragma once

#include "judge/judgement.hpp"

namespace misfire {

/// "29.5 % of the logins failed over 9 min 31 s; auth was paged after 2 min 31 s, 2 min 29 s before
/// the limit." Names stand in backquotes.
std::string plain_sentence(const Plan&, const History&, const Judgement&);

/// "29.5 % of the logins failed over 9 min 31 s"; "" when no fault came.
std::string impact_clause(const Plan&, const History&, const Judgement&);

/// From the first fault until the last one was taken back, or the observation ended.
std::optional<ModelDuration> fault_lasted(const Plan&, const History&);

}  // namespace misfire
