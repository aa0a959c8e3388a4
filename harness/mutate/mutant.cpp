#include "mutate/mutant.hpp"

#include <set>

#include "fault/alert_fault.hpp"

namespace misfire {
namespace {

const char* fault_for(MutantKind kind) {
  switch (kind) {
    case MutantKind::deleted:
      return "alert-deleted";
    case MutantKind::inverted:
      return "alert-inverted";
    case MutantKind::misspelt:
      return "alert-label";
  }
  return "?";
}

}  // namespace

const char* to_string(MutantKind kind) {
  switch (kind) {
    case MutantKind::deleted:
      return "deleted";
    case MutantKind::inverted:
      return "inverted";
    case MutantKind::misspelt:
      return "misspelt";
  }
  return "?";
}

std::vector<Mutant> mutants_of(const MonitoringTrees& trees) {
  MonitoringTrees copy = trees;
  std::vector<Mutant> found;
  std::set<std::string> seen;
  for (const AlertTree& alert : alerts_of(copy)) {
    if (!seen.insert(alert.name).second) continue;
    for (const MutantKind kind : kMutantKinds) {
      const Mutant mutant{alert.name, kind};
      if (mutated(trees, mutant)) found.push_back(mutant);
    }
  }
  return found;
}

std::optional<MonitoringTrees> mutated(const MonitoringTrees& trees, const Mutant& mutant) {
  MonitoringTrees changed = trees;
  const FaultSpec fault = fault_of(mutant);
  if (!find_alert_fault(fault.inject)->edit(changed, fault.params)) return {};
  return changed;
}

FaultSpec fault_of(const Mutant& mutant) {
  FaultSpec fault;
  fault.id = "mutant";
  fault.inject = fault_for(mutant.kind);
  fault.params = {{"alert", mutant.alert}};
  return fault;
}

}  // namespace misfire
