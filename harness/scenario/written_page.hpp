// An entry of [monitoring.pages] in the place where a file has it, so that it can be looked up in
// the rules. What a file leaves out has none.
#pragma once

#include <string>

#include "base/error.hpp"

namespace misfire {

struct WrittenPage {
  std::string label, value;
  Position label_where, value_where;
};

}  // namespace misfire
