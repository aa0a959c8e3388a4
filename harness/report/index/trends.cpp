// How long it took until people knew, night by night.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/duration.hpp"
#include "report/index/chapters.hpp"
#include "report/page/chart_data.hpp"
#include "report/page/scrolling.hpp"
#include "report/page/sections.hpp"

namespace misfire {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostSeries = 9;  // that can be told apart by colour

/// An alert of a scenario; the same rule means something else in another one.
struct Trend {
  std::string name;
  struct Point {
    std::string day;
    double seconds = 0;
  };
  std::vector<Point> points;  ///< a night's median
  std::optional<double> limit;
  std::size_t missed = 0;
};

double median(std::vector<double> all) {
  std::sort(all.begin(), all.end());
  const std::size_t half = all.size() / 2;
  return all.size() % 2 == 1 ? all[half] : (all[half - 1] + all[half]) / 2;
}

std::vector<Trend> trends(const Nights& nights) {
  std::map<std::string, Trend> all;
  std::map<std::string, std::map<std::string, std::vector<double>>> times;
  for (const NightRun& run : nights) {
    // What is invalid or cannot be proves nothing.
    if (run.verdict != "pass" && run.verdict != "fail") continue;
    for (const NightRun::Told& told : run.told) {
      const std::string name = run.name + ", " + (told.team.empty() ? told.alert : told.team);
      Trend& trend = all[name];
      trend.name = name;
      if (told.within_s) trend.limit = told.within_s;
      if (told.after_s) {
        times[name][run.day()].push_back(*told.after_s);
      } else {
        ++trend.missed;
      }
    }
  }
  std::vector<Trend> sorted;
  for (auto& [name, trend] : all) {
    for (auto& [day, seconds] : times[name]) trend.points.push_back({day, median(seconds)});
    sorted.push_back(std::move(trend));
  }
  return sorted;
}

/// By how much the later nights differ from the earlier ones.
double drift(const Trend& trend) {
  std::vector<double> earlier, later;
  for (std::size_t i = 0; i < trend.points.size(); ++i) {
    (2 * i < trend.points.size() ? earlier : later).push_back(trend.points[i].seconds);
  }
  return later.empty() ? 0 : std::abs(median(later) - median(earlier));
}

/// Those that moved most, as many as can be told apart.
std::vector<Trend> drawn(std::vector<Trend> all) {
  std::erase_if(all, [](const Trend& trend) { return trend.points.empty(); });
  if (all.size() <= kMostSeries) return all;
  std::stable_sort(all.begin(), all.end(),
                   [](const Trend& a, const Trend& b) { return drift(a) > drift(b); });
  all.resize(kMostSeries);
  std::sort(all.begin(), all.end(), [](const Trend& a, const Trend& b) { return a.name < b.name; });
  return all;
}

std::string duration(double seconds) {
  return human_duration(model_seconds(seconds));
}

Html row(const Trend& trend) {
  std::vector<double> seconds;
  for (const Trend::Point& point : trend.points) seconds.push_back(point.seconds);
  const auto [least, most] = std::minmax_element(seconds.begin(), seconds.end());
  return html(
      "<tr class=\"{}\"><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
      "class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
      "class=\"n\">{}</td></tr>\n",
      trend.missed > 0 ? "bad" : "", trend.name, seconds.empty() ? "–" : duration(seconds.back()),
      seconds.empty() ? "–" : duration(median(seconds)), seconds.empty() ? "–" : duration(*least),
      seconds.empty() ? "–" : duration(*most), trend.limit ? duration(*trend.limit) : "–",
      trend.missed);
}

}  // namespace

std::string trend_data(const Nights& nights) {
  const std::vector<std::string> days = days_of(nights);
  Json series = Json::array();
  for (const Trend& trend : drawn(trends(nights))) {
    Json values = Json::array();
    for (const std::string& day : days) {
      const auto found = std::find_if(trend.points.begin(), trend.points.end(),
                                      [&](const auto& point) { return point.day == day; });
      values.push_back(found == trend.points.end() ? Json(nullptr)
                                                   : Json(std::round(found->seconds)));
    }
    series.push_back({{"name", trend.name}, {"values", std::move(values)}});
  }
  if (series.empty() || days.size() < 2) return {};
  return script_json({{"days", days}, {"series", std::move(series)}});
}

Html index_trends(const Nights& nights) {
  Html rows;
  const std::vector<Trend> all = trends(nights);
  for (const Trend& trend : all) rows += row(trend);
  if (rows.empty()) return {};
  const std::string which =
      all.size() > kMostSeries ? fmt::format("; the {} that moved most", kMostSeries) : "";
  const Html chart =
      trend_data(nights).empty()
          ? Html()
          : html(
                "<figure class=\"chart\" id=\"chart-trends\"><figcaption>Time until "
                "people knew, median of a night{}</figcaption>\n<div class=\"plot\" "
                "role=\"group\" aria-label=\"time until people knew, night by night; "
                "the table below says the same\"></div>\n<div class=\"readout\"></div>"
                "</figure>\n",
                which);
  Html body = chart;
  body += scrolling_table(
      "time until people knew", "",
      headings({"scenario, team", "last", "median", "least", "most", "limit", "never"}), rows);
  return section("trends", "Time until people knew", body);
}

}  // namespace misfire
