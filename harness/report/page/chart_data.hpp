// What the page's script draws: numbers as JSON, safe inside a <script> element. Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "report/page/sections.hpp"

namespace misfire {

/// Null where there is nothing to draw.
nlohmann::ordered_json chart_series(const PageInput&);
/// The same as text, "" where there is nothing.
std::string chart_data(const PageInput&);

/// JSON that ends no <script> and begins no comment; ASCII only.
std::string script_json(const nlohmann::ordered_json&);

}  // namespace misfire
