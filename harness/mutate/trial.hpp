// Mutants on one recording: replayed with the rules as they are first, and, where that passes, with
// each mutant that nobody has killed yet.
#pragma once

#include <vector>

#include "mutate/outcome.hpp"
#include "replay/recorded_prometheus.hpp"
#include "replay/recording.hpp"

namespace misfire {

/// A mutant's rules, on disk.
struct MutantFiles {
  Mutant mutant;
  std::vector<fs::path> rules;
};

struct Trial {
  std::string not_used;      ///< why it says nothing of any mutant; empty: it passes as it is
  std::vector<Seen> seen;    ///< of each mutant; untold without a reason where it was not asked
  std::vector<bool> active;  ///< whether the mutant's alert did anything with the rules as they are
};

/// `wanted(i)`: whether the mutant of that number is still of interest. Errors: the replay cannot
/// be made.
Checked<Trial> try_on(const Recording&, const RecordedPrometheus&,
                      const std::vector<fs::path>& rules_as_they_are,
                      const std::vector<MutantFiles>&,
                      const std::function<bool(std::size_t)>& wanted);

}  // namespace misfire
