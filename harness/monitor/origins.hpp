// Where the lines of a rendered copy come from: tools complain about the copy, the user has the
// original.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {

struct Origin {
  std::string file;                       ///< the user's
  std::vector<Position> lines;            ///< of each line of the copy; line 0: it was added here
  std::map<std::string, Position> rules;  ///< "group/2" → its second rule, in a rule file
  /// A value → where the user wrote it; without a line where that is at several places.
  std::map<std::string, Position> values = {};
};

/// Name of the copy → its origin.
using Origins = std::map<std::string, Origin>;

/// `copy` is emit_yaml(tree); the nodes of the tree know their places in the user's file.
Origin origin_of(const YamlTree& tree, const std::string& copy, const std::string& file);

/// What a tool said about copies, as one mistake a complaint, each with its place in the user's
/// files. `refuses` begins the messages ("promtool refuses this"). At least one mistake.
Errors complaints_about(const Origins&, const std::string& said, const std::string& refuses);

}  // namespace misfire
