#include "report/two_samples.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace misfire {
namespace {

constexpr std::size_t kExact = 60;
constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// Twice the ranks, so that those of ties, which share the mean of theirs, are whole numbers.
std::vector<std::int64_t> doubled_ranks(const std::vector<double>& values) {
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::int64_t> ranks;
  for (const double value : values) {
    const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), value);
    ranks.push_back((first - sorted.begin() + 1) + (last - sorted.begin()));
  }
  return ranks;
}

/// In how many ways `chosen` of the numbers add up to each sum.
std::vector<double> ways(const std::vector<std::int64_t>& numbers, std::size_t chosen) {
  std::size_t total = 0;
  for (const std::int64_t number : numbers) total += static_cast<std::size_t>(number);
  const std::size_t width = total + 1;
  std::vector<double> of((chosen + 1) * width, 0);  // [how many][sum]
  of[0] = 1;
  std::size_t reach = 0;  // no sum so far is larger
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto number = static_cast<std::size_t>(numbers[i]);
    for (std::size_t k = std::min(i + 1, chosen); k > 0; --k) {
      const double* from = &of[(k - 1) * width];
      double* to = &of[k * width] + number;
      for (std::size_t sum = 0; sum <= reach; ++sum) to[sum] += from[sum];
    }
    reach += number;
  }
  return {of.begin() + static_cast<std::ptrdiff_t>(chosen * width), of.end()};
}

std::vector<std::int64_t> untied(std::size_t n) {
  std::vector<std::int64_t> ranks;
  for (std::size_t i = 1; i <= n; ++i) ranks.push_back(static_cast<std::int64_t>(i));
  return ranks;
}

bool tied(std::vector<std::int64_t> ranks) {
  std::sort(ranks.begin(), ranks.end());
  return std::adjacent_find(ranks.begin(), ranks.end()) != ranks.end();
}

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

/// The share of all ways to deal the ranks out that are at least as far from the middle.
double exact_p(const std::vector<double>& count, double middle, double sum) {
  const double off = std::abs(sum - middle) - 1e-9;
  double extreme = 0;
  for (std::size_t s = 0; s < count.size(); ++s) {
    if (std::abs(static_cast<double>(s) - middle) >= off) extreme += count[s];
  }
  return std::min(extreme / sum_of(count), 1.0);
}

double normal_p(std::vector<std::int64_t> ranks, double n, double m, double doubled_sum) {
  const double all = n + m;
  std::sort(ranks.begin(), ranks.end());
  double ties = 0;
  for (auto at = ranks.begin(); at != ranks.end();) {
    const auto end = std::upper_bound(at, ranks.end(), *at);
    const auto t = static_cast<double>(end - at);
    ties += t * t * t - t;
    at = end;
  }
  const double variance = n * m / 12 * (all + 1 - ties / (all * (all - 1)));
  if (variance <= 0) return 1;
  const double off = std::abs(doubled_sum / 2 - n * (all + 1) / 2) - 0.5;
  return std::min(std::erfc(std::max(off, 0.0) / std::sqrt(2 * variance)), 1.0);
}

/// Both infinite: no difference.
double difference(double now, double then) {
  return now == then ? 0 : now - then;
}

/// How many of the smallest differences lie outside the interval: the most with
/// P(U < outside) ≤ level / 2 when nothing has changed and nothing is tied.
std::size_t outside(const std::vector<double>& count, std::size_t n, double level) {
  const double all = sum_of(count);
  std::size_t u = 0;
  double below = 0;
  for (std::size_t s = n * (n + 1) / 2; s < count.size(); ++s, ++u) {
    below += count[s] / all;
    if (below > level / 2) break;
  }
  return u;
}

std::size_t about_outside(double n, double m, double level) {
  double z = 0;  // the normal distribution's quantile, by bisection
  for (double low = 0, high = 40; high - low > 1e-9;) {
    z = (low + high) / 2;
    (std::erfc(z / std::sqrt(2.0)) > level ? low : high) = z;
  }
  return static_cast<std::size_t>(
      std::max(std::floor(n * m / 2 - z * std::sqrt(n * m * (n + m + 1) / 12)), 0.0));
}

}  // namespace

TwoSamples compare_samples(const std::vector<double>& then, const std::vector<double>& now,
                           double level) {
  std::vector<double> both = now;
  both.insert(both.end(), then.begin(), then.end());
  const std::vector<std::int64_t> ranks = doubled_ranks(both);
  double doubled_sum = 0;
  for (std::size_t i = 0; i < now.size(); ++i) doubled_sum += static_cast<double>(ranks[i]);
  const auto n = static_cast<double>(now.size()), m = static_cast<double>(then.size());
  const double middle = n * (n + m + 1) / 2;  // of the sums of ranks, ties or not

  TwoSamples result;
  std::size_t cut = 0;
  if (both.size() <= kExact) {
    const std::vector<double> count = ways(untied(both.size()), now.size());
    result.p = tied(ranks) ? exact_p(ways(ranks, now.size()), 2 * middle, doubled_sum)
                           : exact_p(count, middle, doubled_sum / 2);
    cut = outside(count, now.size(), level);
  } else {
    result.p = normal_p(ranks, n, m, doubled_sum);
    cut = about_outside(n, m, level);
  }

  std::vector<double> differences;
  for (const double a : now) {
    for (const double b : then) differences.push_back(difference(a, b));
  }
  std::sort(differences.begin(), differences.end());
  const double lower = differences[(differences.size() - 1) / 2];
  const double upper = differences[differences.size() / 2];
  result.shift = lower == upper ? lower : (lower + upper) / 2;
  if (std::isnan(result.shift)) result.shift = 0;  // as many −∞ as ∞
  result.low = cut == 0 ? -kInfinite : differences[cut - 1];
  result.high = cut == 0 ? kInfinite : differences[differences.size() - cut];
  return result;
}

double least_p(std::size_t then, std::size_t now) {
  const auto n = static_cast<double>(now), m = static_cast<double>(then);
  return std::min(1.0,
                  2 * std::exp(std::lgamma(n + 1) + std::lgamma(m + 1) - std::lgamma(n + m + 1)));
}

}  // namespace misfire
