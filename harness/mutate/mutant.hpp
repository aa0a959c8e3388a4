// What is done to every alert in turn, to see whether any scenario would notice: each a change of
// the rules that an alert-side fault makes, too. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "monitor/monitoring_trees.hpp"
#include "scenario/scenario.hpp"

namespace misfire {

enum class MutantKind { deleted, inverted, misspelt };
inline constexpr MutantKind kMutantKinds[] = {MutantKind::deleted, MutantKind::inverted,
                                              MutantKind::misspelt};
const char* to_string(MutantKind);

struct Mutant {
  std::string alert;
  MutantKind kind = MutantKind::deleted;
  bool operator==(const Mutant&) const = default;
};

/// Of each alert those that there can be, in file order. An alert of which several rules exist is
/// changed in all of them.
std::vector<Mutant> mutants_of(const MonitoringTrees&);

/// The rules with that change; nothing where the alert has nothing to be changed so.
std::optional<MonitoringTrees> mutated(const MonitoringTrees&, const Mutant&);

/// The same as a scenario would ask for it.
FaultSpec fault_of(const Mutant&);

}  // namespace misfire
