#include "monitor/remembered_past.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/duration_json.hpp"

namespace misfire {
namespace {

constexpr double kTolerance = 0.25;
constexpr double kChance = 5;  // standard deviations of a count, and logins where there are few

std::string named(const Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    if (name != "__name__") {
      text += fmt::format("{}{}=\"{}\"", text.empty() ? "" : ", ", name, value);
    }
  }
  const auto metric = labels.find("__name__");
  return fmt::format("{}{{{}}}", metric == labels.end() ? "" : metric->second, text);
}

const RememberedSeries* find(const RememberedPast& past, const Labels& labels) {
  const auto found = std::find_if(past.begin(), past.end(), [&](const RememberedSeries& series) {
    return series.labels == labels;
  });
  return found == past.end() ? nullptr : &*found;
}

bool as_fast(double before, double now, double seconds) {
  const double expected = before * seconds, apart = std::abs(now - before) * seconds;
  return apart <=
         kTolerance * std::abs(expected) + kChance * std::sqrt(std::abs(expected)) + kChance;
}

}  // namespace

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RememberedSeries, labels, at_load, per_second, window)

std::optional<RememberedSeries> remembered(const PastSeries& series, std::int64_t load_since,
                                           ModelDuration window) {
  const auto first = std::find_if(series.samples.begin(), series.samples.end(),
                                  [&](const PastSample& s) { return s.at >= load_since; });
  if (series.samples.end() - first < 2) return std::nullopt;
  const double rate = past_rate(series, load_since);
  return RememberedSeries{series.labels,
                          first->value - rate * static_cast<double>(first->at - load_since),
                          1000 * rate, window};
}

std::vector<PastSample> past_of(const RememberedSeries& series, std::int64_t load_since,
                                double speed, std::int64_t interval) {
  std::vector<PastSample> out;
  const std::int64_t step = std::max<std::int64_t>(1, interval);
  const std::int64_t reach =
      static_cast<std::int64_t>(static_cast<double>(series.window.value.count()) / speed) +
      4 * step;
  for (std::int64_t back = reach / step * step; back >= 0; back -= step) {
    const double value = series.at_load - series.per_second * static_cast<double>(back) / 1000;
    out.push_back({load_since - back, value});
  }
  return out;
}

std::string misfit(const RememberedPast& past, const RememberedPast& seen, double seconds) {
  for (const RememberedSeries& series : seen) {
    const RememberedSeries* before = find(past, series.labels);
    if (before == nullptr) return fmt::format("{} has no past", named(series.labels));
    if (!as_fast(before->per_second, series.per_second, seconds)) {
      return fmt::format("{} grows by {:.1f} a second, then by {:.1f}", named(series.labels),
                         series.per_second, before->per_second);
    }
  }
  for (const RememberedSeries& series : past) {
    if (find(seen, series.labels) == nullptr) {
      return fmt::format("{} is not there any more", named(series.labels));
    }
  }
  return {};
}

std::string to_json(const RememberedPast& past) {
  return nlohmann::json(past).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<RememberedPast> remembered_past_from_json(std::string_view text) {
  try {
    return nlohmann::json::parse(text).get<RememberedPast>();
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

}  // namespace misfire
