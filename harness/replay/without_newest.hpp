// A scrape's samples carry the moment at which it began, but an evaluation that falls into the
// scrape does not find them yet. Afterwards they are there: an expression has to be asked so that
// it does not see them. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace misfire {

/// The expression as it is at an instant, with what was stored in the last `by` hidden from the
/// selectors for whose metric `hides` holds: their ranges still begin where they did. Nothing
/// where it cannot be said so (subqueries, the @ modifier).
std::optional<std::string> without_newest(
    std::string_view expression, Duration by,
    const std::function<bool(const std::string& metric)>& hides);

}  // namespace misfire
