// A mutant's rules as files, for whoever reads rules from files only. Owned by the trial; the
// folder goes with it.
#pragma once

#include <vector>

#include "base/temporary_folder.hpp"
#include "monitor/monitoring_trees.hpp"

namespace misfire {

class MutantRules {
 public:
  static Result<MutantRules> make();
  /// Writes the rule files under a number of their own; their paths. They keep their names: these
  /// decide when a group is evaluated.
  Result<std::vector<fs::path>> write(const MonitoringTrees&);

 private:
  explicit MutantRules(TemporaryFolder folder) : folder_(std::move(folder)) {}
  TemporaryFolder folder_;
  int next_ = 0;
};

}  // namespace misfire
