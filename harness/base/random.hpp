// Randomness that is the same on every machine: the standard's engines are, its distributions not.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <string_view>

namespace misfire {

/// A seeded stream. Streams for different purposes come from one seed and a name, so that adding
/// one never shifts another.
class Random {
 public:
  Random(std::uint64_t seed, std::string_view purpose) : engine_(seed ^ hash(purpose)) {}

  std::uint64_t next() { return engine_(); }
  /// Uniform in [0, 1).
  double uniform() { return static_cast<double>(engine_() >> 11) * 0x1.0p-53; }
  /// Uniform in [0, n); n > 0.
  std::uint64_t below(std::uint64_t n) {
    return static_cast<std::uint64_t>(uniform() * static_cast<double>(n));
  }
  /// Exponential with the given mean: the gaps of a Poisson process.
  double exponential(double mean) { return -mean * std::log1p(-uniform()); }

 private:
  static std::uint64_t hash(std::string_view text) {  // FNV-1a, 64 bit
    std::uint64_t h = 14695981039346656037ull;
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ull;
    return h;
  }
  std::mt19937_64 engine_;
};

}  // namespace misfire
