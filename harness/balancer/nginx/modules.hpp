// Modules that nginx loads: those that its own installation has, and no others.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "stack/tool.hpp"

namespace misfire {

class NginxModules {
 public:
  explicit NginxModules(Tool nginx) : nginx_(std::move(nginx)) {}

  /// The path by which the installed nginx loads the module that the user's file calls so; "": it
  /// has none of that name, or one that runs scripts. nginx itself is asked, once for each.
  std::string path_of(const std::string& written) const;

 private:
  std::string folder() const;

  Tool nginx_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::string> known_;  // file name → path
};

}  // namespace misfire
