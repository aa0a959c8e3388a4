// Rule files as Kubernetes has them: objects of the kind PrometheusRule (monitoring.coreos.com/v1),
// perhaps several in one file or in a List, become the groups that a rule file has.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "monitor/yaml_tree.hpp"

namespace misfire {

struct RuleObjects {
  YamlTree tree;  ///< a rule file: `groups`; the text's own document where it is no object
  std::vector<std::string> limits;
};

/// Reads the text of a rule file, whichever form it has. The error carries file, line and column.
Result<RuleObjects> parse_rules(std::string_view text, const std::string& file);

}  // namespace misfire
