// A chart as a picture: what a browser without scripts shows, and every other one until the script
// has drawn the same with a cursor. Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "report/page/html.hpp"

namespace misfire {

struct StaticChart {
  Html plot;  ///< an SVG that fills its place
  Html key;   ///< names and colours of the series
};

/// Of chart_series: "outcomes" lie upon each other, "shares" are lines up to 100 %, "waits" lines
/// on a log scale.
StaticChart static_chart(const nlohmann::ordered_json& data, std::string_view name,
                         std::string_view caption);

}  // namespace misfire
