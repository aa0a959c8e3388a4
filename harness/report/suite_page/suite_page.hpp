// suite.html: a suite's runs and what its alerts are worth, on one page. Pure; made of suite.json
// and the review, so that the runs need not be judged again.
#pragma once

#include <string>

#include "judge/review.hpp"

namespace misfire {

/// Leads to its runs' pages as they lie beside the suite's folder: "../<run>/report.html".
std::string suite_page(const std::string& suite_json, const Review&);

}  // namespace misfire
