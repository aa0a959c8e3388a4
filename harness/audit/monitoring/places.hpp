// Places of the monitoring's files.
#pragma once

#include <string>
#include <string_view>

#include "audit/monitoring/subject.hpp"

namespace misfire::monitoring_audit {

/// Of a key where the node has one, else of the node.
Place place_of_key(const YamlTree&, std::string message);
/// Of a scalar's text.
Place place_of_value(const YamlTree&, std::string message);
/// Of the value at a key of a map; of the map where it has no such key.
Place place_at(const YamlTree& map, std::string_view key, std::string message);

/// Of the first occurrence of `part` in a rule's expression; of the expression where it has none.
Place place_in_expr(const MonitoringSubject&, const AuditedRule&, std::string_view part,
                    std::string message);
/// Of a rule's name.
Place place_of_rule(const AuditedRule&, std::string message);

}  // namespace misfire::monitoring_audit
