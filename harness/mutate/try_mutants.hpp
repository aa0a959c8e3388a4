// Tries every mutant on what runs recorded, and those that this does not decide on the real stack.
#pragma once

#include <functional>

#include "mutate/outcome.hpp"
#include "replay/recording.hpp"
#include "run/prepare.hpp"

namespace misfire {

struct MutationRequest {
  std::vector<fs::path> recordings;  ///< runs, or folders of runs
  RunOptions run;                    ///< the system; of live runs also seed, engine, reports
  std::string alert;                 ///< only alerts of that name; * stands for any letters
  int workers = 2;                   ///< recordings at a time
  bool live = false;
  /// Hears what is being done.
  std::function<void(const std::string&)> told;
};

/// Errors: mistakes in the system's files, no recording, no alert of that name; or the environment
/// refuses as a whole.
Checked<MutationReport> try_mutants(const MutationRequest&);

}  // namespace misfire
