// One event of every kind, every field set to something that a default would not be.
#pragma once

#include <vector>

#include "history/facts.hpp"

namespace misfire {

std::vector<Event> one_of_each_kind();

}  // namespace misfire
