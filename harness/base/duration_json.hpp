// A ModelDuration in JSON: milliseconds. One place for all files that hold one: two readings of
// the same type in one program are merged by the linker, and one of them is lost.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/clock.hpp"

namespace misfire {

// In nanoseconds, 146 years; a duration in a user's file has a century at most. What reads a plan
// adds several of them up.
inline constexpr std::int64_t kLongestSpan = std::int64_t{1} << 62;

inline std::int64_t span_within(const nlohmann::json& json, std::int64_t limit) {
  const auto span = json.get<std::int64_t>();
  if (span < -limit || span > limit) throw std::out_of_range("a duration is out of range");
  return span;
}

}  // namespace misfire

namespace nlohmann {

template <>
struct adl_serializer<misfire::ModelDuration> {
  static void to_json(json& j, const misfire::ModelDuration& d) { j = d.value.count(); }
  static void from_json(const json& j, misfire::ModelDuration& d) {
    constexpr std::int64_t kMillisecond = 1'000'000;
    d.value =
        std::chrono::milliseconds(misfire::span_within(j, misfire::kLongestSpan / kMillisecond));
  }
};

}  // namespace nlohmann
