// How far a figure spreads over several runs. Pure.
#pragma once

#include <cstddef>
#include <vector>

namespace misfire {

/// Of one figure over several runs; at least one has it.
struct Spread {
  std::size_t runs = 0;
  double min = 0, median = 0, p95 = 0, max = 0;
};
/// p95 is the smallest value that at least 95 % do not exceed: of fewer than 20 it is the largest.
Spread spread_of(std::vector<double> values);

}  // namespace misfire
