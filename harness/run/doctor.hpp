// What this machine has and allows, looked at before a run needs it: one file a subject in doctor/.
// Starts nothing but a guardian, for a moment, and asks programs for their versions.
#pragma once

#include <string>
#include <vector>

#include "base/files.hpp"
#include "scenario/system.hpp"

namespace misfire {

struct Finding {
  enum class State {
    good,
    note,  ///< works, but something is less than it could be
    bad,   ///< a run will not work
  };
  State state = State::good;
  std::string about;  ///< "haproxy", "namespaces", "disk", …
  std::string what;   ///< what was found
  std::string hint;   ///< what to do about it; may be empty
};
using Findings = std::vector<Finding>;

const char* to_string(Finding::State);

/// Everything, in the order in which a person wants it.
Findings examine_machine(const System&, const fs::path& reports);

Findings examine_programs(const System&);
Finding examine_namespaces();
Findings examine_addresses(const System&);
Findings examine_disk(const fs::path& reports);
Findings examine_resources();
Finding examine_docker();
Finding examine_dead_runs();

}  // namespace misfire
