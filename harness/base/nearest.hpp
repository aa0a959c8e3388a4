// "Did you mean …": the nearest known name to a misspelt one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace misfire {

/// Edit distance with transpositions (optimal string alignment).
int edit_distance(std::string_view a, std::string_view b);

/// The candidate at the smallest distance, if that is at most a third of the word's length (min.
/// 2).
std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates);

/// "did you mean \"x\"?" or, where nothing is near, "known: a, b, c".
std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace misfire
