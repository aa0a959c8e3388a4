// What is known of each mutant so far. Several threads tell; owned by the trials.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "mutate/trial.hpp"

namespace misfire {

class Tally {
 public:
  explicit Tally(const std::vector<Mutant>&);

  /// Whether nobody has killed that mutant yet.
  bool open(std::size_t mutant) const;
  /// What the recording of a scenario says of all that it was asked about.
  void add(const std::string& scenario, const Trial&);
  /// What a run of the scenario says.
  void add_live(std::size_t mutant, const std::string& scenario, const Seen&);

  /// Scenarios that a run may tell more of: where the replay could not tell, then one where the
  /// alert has its say and the replay passes all the same: the first that was asked.
  std::vector<std::string> hopes(std::size_t mutant) const;
  std::vector<MutantOutcome> outcomes() const;
  std::vector<std::string> scenarios() const;

 private:
  void take(std::size_t mutant, const Seen&, const std::string& scenario, bool live);

  mutable std::mutex mutex_;
  std::vector<MutantOutcome> outcomes_;
  std::vector<std::vector<std::string>> hopes_;
  std::vector<bool> to_confirm_;  ///< one of these hopes is a replay that passes
  std::vector<std::string> scenarios_;
};

}  // namespace misfire
