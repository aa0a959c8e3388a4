// What became of the mutants: a table for people, and JSON. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "judge/judgement.hpp"
#include "mutate/mutant.hpp"
#include "report/report.hpp"

namespace misfire {

/// What a scenario that passes with the rules as they are says of a mutant.
enum class Fate {
  killed,    ///< it fails: an expectation is missed, or somebody is paged for nothing
  unsteady,  ///< the mutated alert is on before anything happens: no run of it passes
  untold,    ///< it is invalid for another reason, or nobody tried
  survived,  ///< it passes all the same
  untested,  ///< survived, or was not told, and the system says why nothing exercises the alert
};
const char* to_string(Fate);

struct Seen {
  Fate fate = Fate::untold;
  std::string why;  ///< the expectation that is missed, or the reason of the invalid run
};

/// `mutated`: the judgement of a run that passes with the rules as they are.
Seen seen_in(const Judgement& mutated, const std::string& alert);

struct MutantOutcome {
  Mutant mutant;
  Fate fate = Fate::untold;
  std::string scenario, why;  ///< who says so; of one that survived, why nobody can
  bool live = false;          ///< by a run, not a replay
};

/// A recording that says nothing of any mutant, for it does not pass as it is.
struct NotUsed {
  std::string scenario, why;
};

struct MutationReport {
  std::vector<MutantOutcome> outcomes;  ///< alert by alert
  std::vector<std::string> scenarios;   ///< that were used
  std::vector<NotUsed> not_used;

  int count(Fate) const;
  /// Nobody's death is a hole: all are killed, or a reason is known.
  bool no_hole() const;
};

std::string mutation_text(const MutationReport&, TerminalStyle);
/// Schema misfire.mutate/1.
std::string mutation_json(const MutationReport&);

}  // namespace misfire
