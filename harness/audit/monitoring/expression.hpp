// Questions about a rule's expression. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "monitor/promql_tree.hpp"

namespace misfire::monitoring_audit {

/// Every node, from the root down.
void each_node(const PromqlNode&, const std::function<void(const PromqlNode&)>&);

/// Whether a result of the expression may have this label, whatever its series have.
bool may_carry(const PromqlNode&, std::string_view label);

/// It has a result whatever happens: `vector(1)`, `1`.
bool is_constant(const PromqlNode&);

bool is_comparison(const PromqlNode&);

/// The number that a node is: 5, (6 * 0.001). Nothing of what has series.
std::optional<double> constant_of(const PromqlNode&);

/// Through aggregations and rates, the only selector below; null if there is not exactly one way.
const PromqlNode* only_selector(const PromqlNode&);

}  // namespace misfire::monitoring_audit
