// What this machine has and allows, looked at before a run needs it: one file a subject in doctor/.
// Starts nothing but a guardian, for a moment, and asks programs for their versions.
#pragma once

#include <string>
#include <vector>

#include "base/files.hpp"
#include "scenario/system.hpp"

namespace misfire {

struct Examined {
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
using Examination = std::vector<Examined>;

const char* to_string(Examined::State);

/// Everything, in the order in which a person wants it.
Examination examine_machine(const System&, const fs::path& reports);

Examination examine_programs(const System&);
Examined examine_namespaces();
Examination examine_addresses(const System&);
Examination examine_disk(const fs::path& reports);
Examination examine_resources();
Examined examine_docker();
Examined examine_dead_runs();

}  // namespace misfire
