// The run over its time: lanes of phases, faults and alerts, and below them the charts: pictures,
// until the script draws them anew with a cursor (page.js). The lanes need no script.
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/page/chart_data.hpp"
#include "report/page/lanes.hpp"
#include "report/page/sections.hpp"
#include "report/page/static_chart.hpp"

namespace misfire {
namespace {

constexpr std::size_t kMostLanes = 40;  // an alert storm would bury the rest; the events tell all

std::string percent_of(double value) {
  return fmt::format("{:.3f}%", value);
}

std::string state_word(const Lane& lane, const Lane::Span& span) {
  return lane.kind == "fault" ? "active" : span.state;
}

/// What a screen reader says of a lane, and the table of events says in full.
std::string told(const Lane& lane, const PageTime& time) {
  std::string text = lane.name + ":";
  for (const Lane::Span& span : lane.spans) {
    text += fmt::format(" {} from {} to {},", state_word(lane, span),
                        signed_clock(time.at(span.from)), signed_clock(time.at(span.to)));
  }
  for (const Lane::Mark& mark : lane.marks) {
    text += fmt::format(" {} at {},", mark.text, signed_clock(time.at(mark.at)));
  }
  text.back() = '.';
  return text;
}

Html span_bar(const Lane& lane, const Lane::Span& span, const PageTime& time) {
  const double left = time.percent(span.from), right = time.percent(span.to);
  return html("<span class=\"span {}\" style=\"left:{};width:{}\" title=\"{}\">{}</span>",
              state_word(lane, span), percent_of(left), percent_of(std::max(right - left, 0.0)),
              fmt::format("{}: {} from {} to {}", lane.name, state_word(lane, span),
                          signed_clock(time.at(span.from)), signed_clock(time.at(span.to))),
              lane.kind == "phase" ? span.state : "");
}

Html mark_dot(const Lane::Mark& mark, const PageTime& time) {
  return html("<span class=\"dot{}\" style=\"left:{}\" title=\"{}\"></span>",
              mark.resolved ? " resolved" : "", percent_of(time.percent(mark.at)),
              fmt::format("{} at {}", mark.text, signed_clock(time.at(mark.at))));
}

Html lane_row(const Lane& lane, const PageTime& time) {
  Html bars;
  for (const Lane::Span& span : lane.spans) bars += span_bar(lane, span, time);
  for (const Lane::Mark& mark : lane.marks) bars += mark_dot(mark, time);
  return html(
      "<div class=\"lane {}\"><div class=\"name\">{}{} <small>{}</small></div>\n"
      "<div class=\"track\" role=\"img\" aria-label=\"{}\">{}</div></div>\n",
      lane.kind, lane.name, lane.page ? html(" <span class=\"tag\">page</span>") : Html(),
      lane.detail, told(lane, time), bars);
}

/// Steps of an axis that people count in; seconds.
double tick_step(double span) {
  for (double step : {1., 5., 15., 30., 60., 120., 300., 600., 900., 1800., 3600., 7200., 21600.}) {
    if (span / step <= 8) return step;
  }
  return std::ceil(span / 8 / 86400) * 86400;
}

Html axis(const PageTime& time) {
  const double begin = time.at(time.begin), end = time.at(time.end), span = end - begin;
  if (span <= 0) return {};
  Html ticks;
  const double step = tick_step(span);
  for (double at = std::ceil(begin / step) * step; at <= end; at += step) {
    ticks += html("<span style=\"left:{}\">{}</span>", percent_of(100 * (at - begin) / span),
                  signed_clock(at));
  }
  return html("<div class=\"axis\" aria-hidden=\"true\">{}</div>\n", ticks);
}

Html chart(const nlohmann::ordered_json& data, const char* name, std::string_view caption) {
  const StaticChart picture = static_chart(data, name, caption);
  return html(
      "<figure class=\"chart drawn\" id=\"chart-{}\"><figcaption>{}</figcaption>\n"
      "<div class=\"plot\">{}</div>\n<div class=\"readout\">{}</div></figure>\n",
      name, caption, picture.plot, picture.key);
}

Html charts(const PageInput& in) {
  const auto data = chart_series(in);
  if (data.is_null()) return {};
  Html all = chart(data, "outcomes", "Logins a second by outcome (wall time)");
  all += chart(data, "shares", "Share of the answered logins per backend, %");
  all += chart(data, "waits",
               "How long users waited, ms, log scale (50th, 90th, 99th percentile, longest)");
  return html("<div class=\"charts\">\n{}</div>\n", all);
}

}  // namespace

Html timeline_section(const PageInput& in) {
  const auto all = lanes(in.plan, in.history, in.time);
  if (all.empty()) return {};
  Html rows;
  for (std::size_t i = 0; i < std::min(all.size(), kMostLanes); ++i)
    rows += lane_row(all[i], in.time);
  if (all.size() > kMostLanes) {
    rows +=
        html("<p>… and {} more alerts; the events below tell them.</p>\n", all.size() - kMostLanes);
  }
  const Html key = html(
      "<p class=\"key\"><span class=\"swatch pending\"></span> pending <span class=\"swatch "
      "firing\"></span> firing <span class=\"swatch dot\"></span> notified <span class=\"swatch "
      "dot "
      "resolved\"></span> told as resolved; minutes of model time after the first fault</p>\n");
  return section("timeline", "What happened when",
                 html("<div class=\"lanes\">\n{}{}<div class=\"cursor\" hidden></div></div>\n{}"
                      "<p class=\"now\" aria-live=\"polite\"></p>\n{}",
                      rows, axis(in.time), key, charts(in)));
}

}  // namespace misfire
