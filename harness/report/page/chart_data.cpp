#include "report/page/chart_data.hpp"

#include <nlohmann/json.hpp>

#include "report/page/lanes.hpp"
#include "report/page/login_bins.hpp"

namespace misfire {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostBins = 300;     // more than a chart has pixels to tell apart
constexpr std::size_t kFewestLogins = 20;  // below, a percentile is one login's luck

/// With as many digits as a chart can show; a double's own are 17.
Json number(double value, int digits) {
  return Json::parse(fmt::format("{:.{}f}", value, digits));
}

/// Whether too little of a bin was observed to say anything: of the first and the last.
bool too_little(const LoginBin& bin, const LoginBins& all) {
  return bin.span_s < all.width_s / 4;
}

/// Logins a second of wall time.
Json rate(std::int64_t logins, const LoginBin& bin, const LoginBins& all, double speed) {
  if (too_little(bin, all)) return nullptr;
  return number(static_cast<double>(logins) / bin.span_s * speed, 1);
}

Json outcomes(const LoginBins& all, double speed) {
  Json series = Json::array();
  for (std::size_t i = 0; i < kOutcomes; ++i) {
    std::int64_t sum = 0;
    Json rates = Json::array();
    for (const LoginBin& bin : all.bins) {
      sum += bin.by_outcome.at(i);
      rates.push_back(rate(bin.by_outcome.at(i), bin, all, speed));
    }
    // What did not occur would only be a name in the key.
    if (sum == 0 && i != 0) continue;
    series.push_back({{"name", to_string(static_cast<Outcome>(i))}, {"values", std::move(rates)}});
  }
  return series;
}

Json shares(const Plan& plan, const LoginBins& all) {
  Json series = Json::array();
  for (std::size_t i = 0; i < plan.servers.size(); ++i) {
    Json values = Json::array();
    for (const LoginBin& bin : all.bins) {
      std::int64_t answered = 0;
      for (const std::int64_t n : bin.by_backend) answered += n;
      values.push_back(answered == 0 || too_little(bin, all)
                           ? Json(nullptr)
                           : number(100.0 * static_cast<double>(bin.by_backend.at(i)) /
                                        static_cast<double>(answered),
                                    1));
    }
    series.push_back({{"name", plan.servers[i]}, {"values", std::move(values)}});
  }
  return series;
}

Json waits(const LoginBins& all) {
  Json series = Json::array();
  const auto add = [&](const char* name, double Waits::*which) {
    Json values = Json::array();
    for (const LoginBin& bin : all.bins) {
      // A log scale has no zero.
      values.push_back(bin.logins == 0 || too_little(bin, all)
                           ? Json(nullptr)
                           : number(std::max(bin.waits.*which, 0.1), 1));
    }
    series.push_back({{"name", name}, {"values", std::move(values)}});
  };
  add("50 %", &Waits::p50);
  add("90 %", &Waits::p90);
  add("99 %", &Waits::p99);
  add("longest", &Waits::max);
  return series;
}

Json spans_of(const std::vector<Lane>& all, const PageTime& time, const std::string& kind) {
  Json spans = Json::array();
  for (const Lane& lane : all) {
    if (lane.kind != kind) continue;
    for (const Lane::Span& span : lane.spans) {
      spans.push_back({number(time.at(span.from), 3), number(time.at(span.to), 3)});
    }
  }
  return spans;
}

Json notifications(const std::vector<Lane>& all, const PageTime& time) {
  Json marks = Json::array();
  for (const Lane& lane : all) {
    for (const Lane::Mark& mark : lane.marks) {
      if (lane.page && !mark.resolved) marks.push_back(number(time.at(mark.at), 3));
    }
  }
  return marks;
}

/// What is known at a moment besides the series: the states of phases, faults and alerts.
Json states(const std::vector<Lane>& all, const PageTime& time) {
  Json told = Json::array();
  for (const Lane& lane : all) {
    for (const Lane::Span& span : lane.spans) {
      const std::string what = lane.kind == "phase" ? span.state : lane.name + " " + span.state;
      told.push_back({number(time.at(span.from), 3), number(time.at(span.to), 3), what});
    }
  }
  return told;
}

}  // namespace

std::string script_json(const Json& json) {
  const std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    if (c == '<' || c == '>' || c == '&') {
      safe += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      safe += c;
    }
  }
  return safe;
}

Json chart_series(const PageInput& in) {
  const LoginBins all = login_bins(in.plan, in.history, in.time, kMostBins, kFewestLogins);
  const auto tracks = lanes(in.plan, in.history, in.time);
  // Without lanes there is no timeline, and no place for charts.
  if (all.bins.empty() || tracks.empty()) return nullptr;
  Json at = Json::array();
  // A bin stands for its whole span, so its values stand in the middle.
  for (const LoginBin& bin : all.bins) at.push_back(number(bin.middle_s, 1));
  return {{"begin", number(in.time.at(in.time.begin), 3)},
          {"end", number(in.time.at(in.time.end), 3)},
          {"at", std::move(at)},
          {"outcomes", outcomes(all, in.plan.speed)},
          {"shares", shares(in.plan, all)},
          {"waits", waits(all)},
          {"phases", spans_of(tracks, in.time, "phase")},
          {"faults", spans_of(tracks, in.time, "fault")},
          {"pages", notifications(tracks, in.time)},
          {"states", states(tracks, in.time)}};
}

std::string chart_data(const PageInput& in) {
  const Json series = chart_series(in);
  return series.is_null() ? "" : script_json(series);
}

}  // namespace misfire
