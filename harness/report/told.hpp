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

/// In time or too late, as a known gap allows (then the alert is not `met`); in the order of the
/// expectations. Where several expect the same alert of the same team, it is
/// told once, with the first. The judgement must outlive it.
std::vector<Told> who_was_told(const Plan&, const Judgement&);
/// By alerts that no expectation is about.
std::vector<Told> who_else_was_paged(const Plan&, const Judgement&);
/// Of a run without any of these: pages of expected alerts that went to others only, each a
/// sentence.
std::vector<std::string> pages_gone_astray(const Judgement&);

}  // namespace misfire
