// What a node of Alertmanager's routing tree asks of an alert's labels. Pure.
#pragma once

#include <vector>

#include "monitor/yaml_tree.hpp"
#include "scenario/system.hpp"

namespace misfire {

struct RouteMatchers {
  std::vector<Matcher> matchers;  ///< all must hold
  bool readable = true;           ///< false: there are further ones that were not understood
  std::vector<Error> mistakes;    ///< of those: each with its place, and what was expected
};

/// `match`, `match_re` and `matchers` of a route.
RouteMatchers matchers_of_route(const YamlTree& route);

}  // namespace misfire
