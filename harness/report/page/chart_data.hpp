// What the page's script draws: numbers as JSON, safe inside a <script> element. Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "report/page/sections.hpp"

namespace misfire {

/// "" where there is nothing to draw.
std::string chart_data(const PageInput&);

/// JSON that ends no <script> and begins no comment; ASCII only.
std::string script_json(const nlohmann::ordered_json&);

}  // namespace misfire
