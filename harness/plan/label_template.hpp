// A label of an alerting rule may be a template, whose value only the series tell.
#pragma once

#include <string_view>

namespace misfire {

inline bool is_template(std::string_view value) {
  return value.find("{{") != value.npos;
}

}  // namespace misfire
