// Is one share larger than another by more than luck? Pure.
#pragma once

#include <cstddef>

namespace misfire {

/// `hits` of `of`.
struct ShareOf {
  std::size_t hits = 0, of = 0;
  double value() const { return static_cast<double>(hits) / static_cast<double>(of); }
};

/// Fisher's exact test, two-sided: with this many hits in all, the probability of a table that is
/// no more likely than this one. (Agresti, Categorical Data Analysis, 3rd ed. (2013), 3.5.)
double compare_shares(const ShareOf& then, const ShareOf& now);

}  // namespace misfire
