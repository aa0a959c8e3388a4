#include "monitor/past_series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace misfire {
namespace {

bool is_counter(const Labels& labels) {
  const auto name = labels.find("__name__");
  if (name == labels.end()) return false;
  constexpr std::array<std::string_view, 4> kEndings = {"_total", "_count", "_sum", "_bucket"};
  return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view end) {
    const std::string& text = name->second;
    return text.size() > end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
  });
}

std::int64_t interval_of(const PastSeries& series, std::int64_t otherwise) {
  std::vector<std::int64_t> gaps;
  for (std::size_t i = 1; i < series.samples.size(); ++i) {
    gaps.push_back(series.samples[i].at - series.samples[i - 1].at);
  }
  if (gaps.empty()) return otherwise;
  std::nth_element(gaps.begin(), gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2),
                   gaps.end());
  return std::max<std::int64_t>(1, gaps[gaps.size() / 2]);
}

std::string escape(const std::string& value) {
  std::string out;
  for (const char c : value) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

std::string show(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  return fmt::format("{}", value);
}

}  // namespace

// A counter that fell was reset and began at zero.
double past_rate(const PastSeries& series, std::int64_t since) {
  if (!is_counter(series.labels)) return 0;
  const PastSample* first = nullptr;
  const PastSample* last = nullptr;
  double gained = 0;
  for (const PastSample& s : series.samples) {
    if (s.at < since || std::isnan(s.value)) continue;
    if (!first) first = &s;
    if (last) gained += s.value < last->value ? s.value : s.value - last->value;
    last = &s;
  }
  if (!first || last->at == first->at) return 0;
  return gained / static_cast<double>(last->at - first->at);
}

std::vector<PastSample> past_of(const PastSeries& series, const PastSpan& span) {
  std::vector<PastSample> out;
  if (series.samples.empty()) return out;
  const PastSample& first = series.samples.front();
  const std::int64_t step = interval_of(series, std::max<std::int64_t>(1, span.interval));
  const double rate = past_rate(series, span.load_since);
  const std::int64_t end = std::min(span.head, first.at);
  for (std::int64_t at = first.at - step; at >= span.from; at -= step) {
    if (at < end) out.push_back({at, first.value - rate * static_cast<double>(first.at - at)});
  }
  std::reverse(out.begin(), out.end());
  return out;
}

void append_openmetrics(std::string& out, const Labels& labels,
                        const std::vector<PastSample>& samples) {
  std::string series;
  if (const auto name = labels.find("__name__"); name != labels.end()) series = name->second;
  series += '{';
  bool first = true;
  for (const auto& [label, value] : labels) {
    if (label == "__name__") continue;
    series += fmt::format("{}{}=\"{}\"", first ? "" : ",", label, escape(value));
    first = false;
  }
  series += '}';
  for (const PastSample& s : samples) {
    out += fmt::format("{} {} {}.{:03}\n", series, show(s.value), s.at / 1000, s.at % 1000);
  }
}

}  // namespace misfire
