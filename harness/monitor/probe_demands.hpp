// What a module of the blackbox exporter demands of an answer, as far as the stack can give it: it
// speaks plain HTTP over IPv4 on loopback, and authd is no copy of the service that it stands for.
#pragma once

#include <string>
#include <vector>

#include "monitor/yaml_tree.hpp"

namespace misfire {

/// Takes out of a module the demands that no answer here can meet, each told in `changes`. `own`:
/// the servers are the user's service, which says what it always does.
void drop_unmet_demands(const std::string& name, YamlTree& module, bool own,
                        std::vector<std::string>& changes);

}  // namespace misfire
