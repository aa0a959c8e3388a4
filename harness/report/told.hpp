// Whom the notifications of a run reached, for its sentences. Pure.
#pragma once

#include <string>
#include <vector>

#include "judge/judgement.hpp"
#include "plan/plan.hpp"

namespace misfire {

struct Told {
  std::string who;  ///< a team; a receiver that no team has by its name in ticks
  const AlertOutcome* alert;
};

/// In the order of the expectations. Where several expect the same alert of the same team, it is
/// told once, with the first. The judgement must outlive it.
std::vector<Told> who_was_told(const Plan&, const Judgement&);
/// By alerts that no expectation is about.
std::vector<Told> who_else_was_paged(const Plan&, const Judgement&);

}  // namespace misfire
