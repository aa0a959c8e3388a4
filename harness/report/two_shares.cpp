#include "report/two_shares.hpp"

#include <algorithm>
#include <cmath>

namespace misfire {
namespace {

double log_choose(std::size_t n, std::size_t k) {
  const auto f = [](std::size_t x) { return std::lgamma(static_cast<double>(x) + 1); };
  return f(n) - f(k) - f(n - k);
}

}  // namespace

double compare_shares(const ShareOf& then, const ShareOf& now) {
  const std::size_t hits = then.hits + now.hits, all = then.of + now.of;
  const auto probability = [&](std::size_t of_now) {
    return std::exp(log_choose(now.of, of_now) + log_choose(then.of, hits - of_now) -
                    log_choose(all, hits));
  };
  constexpr double kRounding = 1 + 1e-7;  // two tables of one probability
  const double seen = probability(now.hits) * kRounding;
  double p = 0;
  for (std::size_t k = hits > then.of ? hits - then.of : 0; k <= std::min(hits, now.of); ++k) {
    if (const double one = probability(k); one <= seen) p += one;
  }
  return std::min(p, 1.0);
}

}  // namespace misfire
