// The programs of a stack: where they are, and which versions.
#include <fmt/format.h>

#include "run/doctor.hpp"
#include "run/programs.hpp"

namespace misfire {

Findings examine_programs(const System& system) {
  Findings findings;
  Errors errors;
  const Programs programs = find_programs(system, errors);
  for (const auto& [name, program] : programs.found) {
    const std::string version = version_of(programs, name);
    findings.push_back({Finding::State::good, name,
                        version.empty() ? program.path.string()
                                        : fmt::format("{} ({})", version, program.path.string()),
                        ""});
  }
  for (const Error& error : errors) {
    findings.push_back({Finding::State::bad, "program", error.message, error.hint});
  }
  return findings;
}

}  // namespace misfire
