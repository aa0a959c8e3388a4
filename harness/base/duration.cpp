#include "base/duration.hpp"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <cstdlib>

namespace misfire {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t ms;
};
constexpr std::array<Unit, 7> kUnits{{{"y", 31'536'000'000},
                                      {"w", 604'800'000},
                                      {"d", 86'400'000},
                                      {"h", 3'600'000},
                                      {"m", 60'000},
                                      {"s", 1000},
                                      {"ms", 1}}};
constexpr std::int64_t kLongest = 100 * 31'536'000'000;  // a century, as in no real file

tl::unexpected<Error> bad(std::string_view text) {
  return usage_error(fmt::format("\"{}\" is not a duration", text),
                     "write it as 30s, 5m, 1h30m or 250ms");
}

tl::unexpected<Error> too_long(std::string_view text) {
  return usage_error(fmt::format("\"{}\" is too long", text), "100y is the longest duration");
}

}  // namespace

Result<ModelDuration> parse_duration(std::string_view text) {
  if (text == "0") return ModelDuration{};
  std::int64_t total = 0;
  std::size_t next_unit = 0;
  std::string_view rest = text;
  if (rest.empty()) return bad(text);
  while (!rest.empty()) {
    std::size_t digits = 0;
    std::int64_t number = 0;
    while (digits < rest.size() && std::isdigit(static_cast<unsigned char>(rest[digits]))) {
      if (digits > 14) return bad(text);
      number = number * 10 + (rest[digits] - '0');
      ++digits;
    }
    if (digits == 0) return bad(text);
    rest.remove_prefix(digits);
    std::size_t letters = 0;
    while (letters < rest.size() && std::isalpha(static_cast<unsigned char>(rest[letters]))) {
      ++letters;
    }
    const std::string_view name = rest.substr(0, letters);
    rest.remove_prefix(letters);
    std::size_t unit = next_unit;
    while (unit < kUnits.size() && kUnits[unit].name != name) ++unit;
    if (unit == kUnits.size()) return bad(text);
    if (number > kLongest / kUnits[unit].ms) return too_long(text);
    total += number * kUnits[unit].ms;
    if (total > kLongest) return too_long(text);
    next_unit = unit + 1;
  }
  return ModelDuration{std::chrono::milliseconds(total)};
}

std::string format_duration(ModelDuration d) {
  std::int64_t ms = d.value.count();
  if (ms == 0) return "0s";
  std::string text = ms < 0 ? "-" : "";
  ms = std::llabs(ms);
  for (const Unit& unit : kUnits) {
    // years and weeks only where nothing remains, as Prometheus prints them
    if ((unit.name == "y" || unit.name == "w") && ms % unit.ms != 0) continue;
    if (const std::int64_t n = ms / unit.ms; n > 0) {
      text += fmt::format("{}{}", n, unit.name);
      ms %= unit.ms;
    }
  }
  return text;
}

std::string human_duration(ModelDuration d) {
  const double s = d.seconds();
  if (s < 0) return "-" + human_duration(ModelDuration{} - d);
  if (s < 1) return fmt::format("{} ms", d.value.count());
  if (s < 60) return fmt::format("{:.1f} s", s);
  const auto whole = static_cast<std::int64_t>(s + 0.5);
  if (whole < 3600) {
    return whole % 60 == 0 ? fmt::format("{} min", whole / 60)
                           : fmt::format("{} min {} s", whole / 60, whole % 60);
  }
  const std::int64_t minutes = (whole + 30) / 60;
  return minutes % 60 == 0 ? fmt::format("{} h", minutes / 60)
                           : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

}  // namespace misfire
