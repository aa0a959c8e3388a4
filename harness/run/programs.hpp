// The programs that a stack is made of: the system file's, or those found on this machine.
#pragma once

#include <map>
#include <string>

#include "base/error.hpp"
#include "base/files.hpp"
#include "scenario/system.hpp"

namespace misfire {

struct Programs {
  std::map<std::string, ProgramSpec> found;  ///< haproxy, prometheus, promtool, …, with full paths
  const fs::path& path(const std::string& name) const { return found.at(name).path; }
  const std::vector<std::string>& args(const std::string& name) const {
    return found.at(name).args;
  }
};

/// Each program that a stack needs, or what keeps it from being found and how to install it.
std::vector<std::pair<std::string, Result<ProgramSpec>>> look_for_programs(const System&);

/// Finds all of them or says everything that is missing and how to install it.
Checked<Programs> find_programs(const System&);

/// As the program tells it; "" for our own and when it does not.
std::string version_of(const std::string& name, const fs::path& program);

/// Program → version, as each tells it ("unknown" when it does not).
std::map<std::string, std::string> program_versions(const Programs&);

}  // namespace misfire
