// The programs of a stack: where they are, and which versions.
#include <fmt/format.h>

#include "run/doctor.hpp"
#include "run/programs.hpp"

namespace misfire {

Examination examine_programs(const System& system) {
  Examination findings;
  Errors errors;
  const Programs programs = find_programs(system, errors);
  for (const auto& [name, program] : programs.found) {
    const std::string version = version_of(programs, name);
    findings.push_back({Examined::State::good, name,
                        version.empty() ? program.path.string()
                                        : fmt::format("{} ({})", version, program.path.string()),
                        ""});
  }
  for (const Error& error : errors) {
    findings.push_back({Examined::State::bad, "program", error.message, error.hint});
  }
  return findings;
}

}  // namespace misfire
