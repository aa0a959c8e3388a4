#include "base/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace misfire {
namespace {

constexpr std::size_t kMostNames = 30;  // more would bury the message

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
  a = a.substr(0, 256);  // longer words are no typos; bounds the cost for hostile input
  b = b.substr(0, 256);
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = static_cast<int>(i);
  for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int change = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

std::optional<std::string> nearest(std::string_view word,
                                   const std::vector<std::string>& candidates) {
  const int limit = std::max<int>(2, static_cast<int>(word.size()) / 3);
  std::optional<std::string> best;
  // What shares no letter with the word is no misspelling of it.
  int best_distance = std::min(limit + 1, static_cast<int>(word.size()));
  for (const std::string& candidate : candidates) {
    const int distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates) {
  if (const auto near = nearest(word, candidates))
    return fmt::format("did you mean \"{}\"?", *near);
  if (candidates.empty()) return "none is known here";
  std::vector<std::string> once;
  for (const std::string& candidate : candidates) {
    if (std::find(once.begin(), once.end(), candidate) == once.end()) once.push_back(candidate);
    if (once.size() == kMostNames) break;
  }
  return fmt::format("known: {}{}", fmt::join(once, ", "), once.size() == kMostNames ? ", …" : "");
}

}  // namespace misfire
