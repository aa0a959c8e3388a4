// The programs of a stack: where they are, and which versions.
#include <fmt/format.h>

#include "run/doctor.hpp"
#include "run/programs.hpp"

namespace misfire {

Findings examine_programs(const System& system) {
  Findings findings;
  for (const auto& [name, program] : look_for_programs(system)) {
    if (program) {
      const std::string version = version_of(name, program->path);
      findings.push_back({Finding::State::good, name,
                          version.empty() ? program->path.string()
                                          : fmt::format("{} ({})", version, program->path.string()),
                          ""});
    } else {
      findings.push_back(
          {Finding::State::bad, name, program.error().message, program.error().hint});
    }
  }
  return findings;
}

}  // namespace misfire
