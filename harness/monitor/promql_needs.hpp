// What an expression must find to have a result at all. An alert whose rule has none can never fire
// (ALERTS.md, "Alerts that cannot fire"). Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace misfire {

/// Of each group at least one selector (as written, without its range) must have series: `a / b`
/// needs a and b, `a or b` one of them, `a unless b` only a, `absent(a)` nothing. No groups: it has
/// a result whatever there is, or it is not understood.
using Needs = std::vector<std::vector<std::string>>;
Needs promql_needs(std::string_view expression);

/// Both.
Needs needs_of_both(Needs, const Needs&);
/// One of them.
Needs needs_of_either(const Needs&, const Needs&);

}  // namespace misfire
