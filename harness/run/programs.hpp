// The programs that a stack is made of: the system file's, or those found on this machine or, for
// containers, in images.
#pragma once

#include <map>
#include <string>

#include "base/error.hpp"
#include "base/files.hpp"
#include "scenario/system.hpp"
#include "stack/tool.hpp"

namespace misfire {

struct Programs {
  /// haproxy, prometheus, promtool, …, with full paths; with names where they are in images.
  std::map<std::string, ProgramSpec> found;
  std::map<std::string, std::string> images;    ///< program → image; empty for processes
  std::map<std::string, std::string> digests;   ///< image → its id
  std::map<std::string, std::string> versions;  ///< that are known without asking: of our images
  std::shared_ptr<const Workshop> workshop;     ///< where they run as tools
  fs::path authd_here;                          ///< ours, which makes the accounts' store
  bool has(const std::string& name) const { return found.count(name) != 0; }
  const fs::path& path(const std::string& name) const { return found.at(name).path; }
  Tool tool(const std::string& name) const { return {path(name).string(), workshop}; }
  const std::vector<std::string>& args(const std::string& name) const {
    return found.at(name).args;
  }
};

/// Finds them for the engine that the system names, and asks each what it is. Whatever is missing,
/// hangs or is something else goes to `errors`, with what to do about it; the others are found all
/// the same.
Programs find_programs(const System&, Errors&);

/// As the program tells it; "" for our own and when it does not.
std::string version_of(const Programs&, const std::string& name);

/// Program → version, as each tells it ("unknown" when it does not).
std::map<std::string, std::string> program_versions(const Programs&);

}  // namespace misfire
