// Do two small samples come from one distribution, and if not, how far are they apart? Nothing is
// assumed about the distribution: times that hang on the phases of scrapes and evaluations are
// nowhere near normal. Pure.
//
// Hollander, Wolfe, Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), chapter 4: 4.1 the
// rank sum test of Wilcoxon, Mann and Whitney, 4.2 the estimator of Hodges and Lehmann, 4.3 the
// interval that belongs to both.
#pragma once

#include <cstddef>
#include <vector>

namespace misfire {

struct TwoSamples {
  double p = 1;      ///< two-sided
  double shift = 0;  ///< from `then` to `now`: the median of all pairs' differences
  double low = 0;    ///< the interval of the shift, at 1 − level;
  double high = 0;   ///< −∞ to ∞ where there are too few values for one
};
/// Neither is empty. A value may be infinite (what never came is later than whatever came): it
/// counts by its rank. Exact up to 60 values in all, ties included; above by the normal
/// approximation with corrections for ties and continuity.
TwoSamples compare_samples(const std::vector<double>& then, const std::vector<double>& now,
                           double level);

/// The smallest p that so many values can come to, which is when the samples do not overlap:
/// 2 / C(then + now, now).
double least_p(std::size_t then, std::size_t now);

}  // namespace misfire
