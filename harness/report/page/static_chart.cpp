#include "report/page/static_chart.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace misfire {
namespace {

using Json = nlohmann::ordered_json;
using Values = std::vector<std::optional<double>>;

constexpr double kWide = 1000, kHigh = 200;  // units of the view box, stretched to the place

struct Series {
  std::string name;
  const char* colour;
  Values values;
};

/// As page.js colours them.
std::vector<Series> series_of(const Json& data, std::string_view name) {
  static constexpr const char* kPalette[] = {"--c0", "--c1", "--c2", "--c3", "--c4",
                                             "--c5", "--c6", "--c7", "--c8"};
  static constexpr const char* kWaits[] = {"--c0", "--c4", "--c2", "--c1"};
  std::vector<Series> all;
  for (const Json& one : data.at(std::string(name))) {
    Series series{
        one.at("name").get<std::string>(), kPalette[all.size() % std::size(kPalette)], {}};
    if (name == "waits") series.colour = kWaits[all.size() % std::size(kWaits)];
    for (const Json& value : one.at("values")) {
      series.values.push_back(value.is_null() ? std::nullopt : std::optional(value.get<double>()));
    }
    all.push_back(std::move(series));
  }
  if (name == "outcomes") {  // the first is ok; the last of the others has the first colour
    for (std::size_t i = 1; i < all.size(); ++i) {
      all[i].colour = kPalette[std::min(all.size() - i, std::size(kPalette) - 1)];
    }
  }
  return all;
}

/// Each upon those before it.
void stack(std::vector<Series>& all) {
  for (std::size_t s = 1; s < all.size(); ++s) {
    for (std::size_t i = 0; i < all[s].values.size(); ++i) {
      if (all[s].values[i]) *all[s].values[i] += all[s - 1].values[i].value_or(0);
    }
  }
}

std::pair<double, double> range(const std::vector<Series>& all) {
  double least = 1e300, most = 0;
  for (const Series& series : all) {
    for (const auto& value : series.values) {
      if (!value) continue;
      least = std::min(least, *value);
      most = std::max(most, *value);
    }
  }
  return {std::min(least, most), most};
}

class Picture {
 public:
  Picture(const Json& data, std::string_view name) : data_(data), all_(series_of(data, name)) {
    begin_ = data.at("begin").get<double>();
    end_ = std::max(data.at("end").get<double>(), begin_ + 1);
    areas_ = name == "outcomes";
    log_ = name == "waits";
    if (areas_) stack(all_);
    std::tie(least_, most_) = range(all_);
    if (log_) least_ = std::log(std::max(least_, 0.1) / 1.5);
    if (!log_) least_ = 0;
    top_ = name == "shares" ? 100 : most_;
    scale_ = fmt::format("{:.0f}", top_);
    if (log_) top_ = std::log(std::max(most_, 0.1) * 1.5);
  }

  StaticChart draw(std::string_view caption) const {
    Html inside, key;
    for (const Json& fault : data_.at("faults")) {
      const double from = x(fault.at(0)), to = x(fault.at(1));
      inside +=
          html("<rect x=\"{}\" width=\"{}\" height=\"{}\" style=\"fill:var(--fault-shade)\"/>",
               round(from), round(std::max(to - from, 0.0)), kHigh);
    }
    for (std::size_t n = 0; n < all_.size(); ++n) {
      const std::size_t i = areas_ ? all_.size() - 1 - n : n;  // from the top
      const Series& one = all_[i];
      inside += html("<path{} d=\"{}\" style=\"stroke:var({}){}\"/>",
                     Html::of_markup(areas_ ? " class=\"area\"" : ""),
                     areas_ ? area(i) : line(one.values), one.colour,
                     areas_ ? fmt::format(";fill:var({})", one.colour) : "");
      key += html("<span><i style=\"background:var({})\"></i>{}</span>", one.colour, one.name);
    }
    return {html("<svg viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\" role=\"img\" "
                 "aria-label=\"{}\">{}</svg><span class=\"scale\" aria-hidden=\"true\">{}</span>",
                 kWide, kHigh, caption, inside, scale_),
            key};
  }

 private:
  static std::string round(double value) { return fmt::format("{:.1f}", value); }
  double x(double at) const { return kWide * (at - begin_) / (end_ - begin_); }
  double y(double value) const {
    const double shown = log_ ? std::log(std::max(value, 0.1)) : value;
    return kHigh * (1 - (shown - least_) / std::max(top_ - least_, 1e-9));
  }
  std::string point(std::size_t i, double value) const {
    return fmt::format("{:.1f} {:.1f}", x(data_.at("at").at(i)), y(value));
  }

  /// Interrupted where nothing is known.
  std::string line(const Values& values) const {
    std::string path;
    bool begun = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (values[i]) path += (begun ? "L" : "M") + point(i, *values[i]);
      begun = values[i].has_value();
    }
    return path;
  }

  /// Between a series and the one below it.
  std::string area(std::size_t s) const {
    std::string there, back;
    for (std::size_t i = 0; i < all_[s].values.size(); ++i) {
      if (!all_[s].values[i]) continue;
      const double below = s == 0 ? 0 : all_[s - 1].values[i].value_or(0);
      there += (there.empty() ? "M" : "L") + point(i, *all_[s].values[i]);
      back = "L" + point(i, below) + back;
    }
    return there.empty() ? "" : there + back + "Z";
  }

  const Json& data_;
  std::vector<Series> all_;
  double begin_ = 0, end_ = 1, least_ = 0, most_ = 0, top_ = 1;
  bool areas_ = false, log_ = false;
  std::string scale_;
};

}  // namespace

StaticChart static_chart(const Json& data, std::string_view name, std::string_view caption) {
  return Picture(data, name).draw(caption);
}

}  // namespace misfire
