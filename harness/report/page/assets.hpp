// Style and scripts of the pages, embedded when misfire was built (cmake/embed.cmake).
#pragma once

#include <string_view>

namespace misfire {

extern const std::string_view kPageStyle;     ///< page.css
extern const std::string_view kPageScript;    ///< page.js
extern const std::string_view kFollowScript;  ///< follow.js
extern const std::string_view kIndexScript;   ///< index.js
extern const std::string_view kChartStyle;    ///< dygraphs
extern const std::string_view kChartScript;   ///< dygraphs
extern const std::string_view kChartLicence;  ///< its copyright notice and permission

}  // namespace misfire
