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
  bool has(const std::string& name) const { return found.count(name) != 0; }
  const fs::path& path(const std::string& name) const { return found.at(name).path; }
  const std::vector<std::string>& args(const std::string& name) const {
    return found.at(name).args;
  }
};

/// Finds them, and asks each what it is. Whatever is missing, hangs or is something else goes to
/// `errors`, with what to do about it; the others are found all the same.
Programs find_programs(const System&, Errors&);

/// As the program tells it; "" for our own and when it does not.
std::string version_of(const std::string& name, const fs::path& program);

/// Program → version, as each tells it ("unknown" when it does not).
std::map<std::string, std::string> program_versions(const Programs&);

}  // namespace misfire
