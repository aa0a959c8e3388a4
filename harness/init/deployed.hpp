// What a compose file or a Kubernetes manifest says about how a program is started: which files it
// has where, by which words, with which environment. Plain values.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// A file or a folder of the repository as a container has it.
struct Mount {
  fs::path from;
  std::string to;  ///< in the container: absolute and normal
  Position where;  ///< where it is said; its file is relative to the repository
  bool operator==(const Mount&) const = default;
};

struct Deployed {
  std::string name;
  std::string image;               ///< "": it is built here, or not known
  std::vector<std::string> words;  ///< of its command, as far as they are given
  std::map<std::string, std::string> environment;
  std::vector<Mount> mounts;
  std::vector<std::string> names;  ///< by which others reach it, besides `name`
  /// Of a file that nobody names unless he means it ("docker-compose.test.yml").
  bool special = false;
  Position where;
  bool operator==(const Deployed&) const = default;
};

}  // namespace misfire
