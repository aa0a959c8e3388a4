// A review for a pull request. Pure.
#pragma once

#include <string>

#include "judge/review.hpp"

namespace misfire {

std::string review_markdown(const Review&);

}  // namespace misfire
