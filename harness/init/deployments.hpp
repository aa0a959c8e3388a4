// How the programs of a repository are started, as far as its compose files and Kubernetes
// manifests say, and the files that stand in these and nowhere else.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "init/deployed.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {

/// A file that stands inside another: programs need it as a file of its own.
struct Copy {
  std::string text;
  std::string of;       ///< "the ConfigMap haproxy of k8s/edge.yaml:12"
  std::string from;     ///< the file that it stands in, below the repository; "": in none
  bool secret = false;  ///< of a Kubernetes Secret: never printed, and for the owner only
  bool operator==(const Copy&) const = default;
};

struct Deployments {
  std::vector<Deployed> all;
  /// Path below `misfire/` → the file. A mount of such a one, or of a folder with them, has that
  /// relative path.
  std::map<std::string, Copy> copies;
  std::vector<std::string> notes;  ///< what a person should know, a sentence each

  void note(const Position& where, const std::string& text);
};

/// Below kOwnFolder.
inline constexpr char kCopies[] = "copies";

/// "compose.yaml:12", for people.
std::string line_of(const Position&);

/// A name as a part of a path, whatever stands in it.
std::string as_file_name(const std::string& name);

}  // namespace misfire
