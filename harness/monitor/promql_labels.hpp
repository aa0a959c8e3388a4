// Which labels the result of an expression may have. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "monitor/promql_tree.hpp"

namespace misfire {

/// Whether series that a selector (as written, without its range) finds may have the label.
using SelectorMayCarry = std::function<bool(const std::string& selector)>;

/// Whether a result of the expression may have this label: an aggregation drops all that it does
/// not name. What cannot be told may.
bool may_carry(const PromqlNode&, std::string_view label, const SelectorMayCarry&);

/// Of series of which nothing is known: only `label=""` rules it out.
bool selector_allows(const std::string& selector, std::string_view label);

}  // namespace misfire
