// Files of several YAML documents, as Kubernetes has them: each document as a tree whose places are
// those of the whole file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "monitor/yaml_tree.hpp"

namespace misfire {

/// At least one. The error is the first mistake of any document, with its place in the file.
Result<std::vector<YamlTree>> parse_documents(std::string_view text, const std::string& file);

}  // namespace misfire
