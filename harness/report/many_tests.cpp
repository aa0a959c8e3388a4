#include "report/many_tests.hpp"

#include <algorithm>
#include <cstddef>

namespace misfire {

std::vector<std::optional<double>> adjusted(const std::vector<OneTest>& tests, double level) {
  std::vector<std::size_t> order(tests.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return tests[a].least < tests[b].least; });
  const auto least = [&](std::size_t rank) { return tests[order[rank]].least; };
  std::size_t kept = order.size();
  while (kept > 0 && least(kept - 1) > level / static_cast<double>(kept)) {
    // Those that can come equally far go together: nothing tells which of them to keep.
    for (const double gone = least(kept - 1); kept > 0 && least(kept - 1) == gone;) --kept;
  }
  order.resize(kept);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return tests[a].p < tests[b].p; });
  std::vector<std::optional<double>> result(tests.size());
  double highest = 0;
  for (std::size_t i = 0; i < kept; ++i) {
    highest = std::max(highest, tests[order[i]].p * static_cast<double>(kept - i));
    result[order[i]] = std::min(highest, 1.0);
  }
  return result;
}

}  // namespace misfire
