#include "judge/words.hpp"

#include <fmt/format.h>

#include <cmath>

#include "base/duration.hpp"

namespace misfire {

std::string percent(double ratio) {
  const double value = ratio * 100;
  const bool extreme = (value > 99 && value < 100) || (value > 0 && value < 1);
  std::string text = fmt::format("{:.{}f}", value, extreme ? 2 : 1);
  // 29.97 must not become 30, but 30 need not be 30.0, nor 99.9 be 99.90.
  while (text.ends_with('0') && std::abs(value * 10 - std::round(value * 10)) < 1e-6 &&
         text.size() - text.find('.') > 2) {
    text.pop_back();
  }
  if (text.ends_with(".0") && std::abs(value - std::round(value)) < 1e-6) {
    text.resize(text.size() - 2);
  }
  return text + " %";
}

std::string grouped(std::int64_t n) {
  std::string digits = std::to_string(n < 0 ? -n : n);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return n < 0 ? "-" + digits : digits;
}

std::string counted(std::int64_t n, const std::string& one, const std::string& many) {
  return grouped(n) + " " + (n == 1 ? one : many);
}

std::string ticked(const std::string& name) {
  return "`" + name + "`";
}

std::string ticked_list(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += ticked(names[i]);
  }
  return text;
}

std::string span_text(Instant from, Instant to, double speed) {
  return human_duration(to_model(to - from, speed));
}

}  // namespace misfire
