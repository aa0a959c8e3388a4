// A review for machines: schema misfire.review/1. Pure.
#pragma once

#include <string>

#include "judge/review.hpp"

namespace misfire {

std::string review_json(const Review&);

}  // namespace misfire
