#include "judge/spread.hpp"

#include <algorithm>
#include <cmath>

namespace misfire {

Spread spread_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  const double median = (values[(n - 1) / 2] + values[n / 2]) / 2;
  const auto rank = static_cast<std::size_t>(std::ceil(0.95 * static_cast<double>(n)));
  return {n, values.front(), median, values[std::max<std::size_t>(rank, 1) - 1], values.back()};
}

}  // namespace misfire
