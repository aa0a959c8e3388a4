#include "replay/held_alert.hpp"

#include <optional>

namespace misfire {
namespace {

/// Nothing where the label does not decide.
std::optional<bool> by_label(const Labels& a, const Labels& b, const char* name) {
  const auto left = a.find(name), right = b.find(name);
  if (left == a.end() && right == b.end()) return std::nullopt;
  if (left == a.end() || right == b.end()) return right == b.end();
  if (left->second == right->second) return std::nullopt;
  return left->second < right->second;
}

/// model.LabelSet.Before of prometheus/common. Of two sets of one size, the one that lacks the
/// first name that is not in both comes first.
bool before(const Labels& a, const Labels& b) {
  if (a.size() != b.size()) return a.size() < b.size();
  auto left = a.begin(), right = b.begin();
  for (; left != a.end(); ++left, ++right) {
    if (left->first != right->first) return left->first > right->first;
    if (left->second != right->second) return left->second < right->second;
  }
  return false;
}

}  // namespace

bool listed_before(const Labels& a, const Labels& b) {
  for (const char* name : {"job", "instance"}) {
    if (const auto decided = by_label(a, b, name)) return *decided;
  }
  return before(a, b);
}

}  // namespace misfire
