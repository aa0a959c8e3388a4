// Many tests at once: of twenty comparisons in which nothing has changed, one is beyond a level of
// 5 % by luck. Pure.
#pragma once

#include <optional>
#include <vector>

namespace misfire {

struct OneTest {
  double p = 1;
  double least = 0;  ///< what p could be at the best, which is known before anything is compared
};

/// Holm's adjusted p of each (S. Holm, Scandinavian Journal of Statistics 6 (1979), 65–70): with
/// those at most `level`, the probability of any false alarm is at most `level`. Nothing for a test
/// that could not have come to the level anyway; those do not make it harder for the others (R. E.
/// Tarone, Biometrics 46 (1990), 515–522): the k that are left all have least ≤ level / k.
std::vector<std::optional<double>> adjusted(const std::vector<OneTest>&, double level);

}  // namespace misfire
