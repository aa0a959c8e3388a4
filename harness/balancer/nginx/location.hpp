// What a `location` answers for.
#pragma once

#include <string>

#include "balancer/nginx/model.hpp"

namespace misfire {

struct NginxLocation {
  enum class Kind { prefix, exact, regex, named };
  Kind kind = Kind::prefix;
  std::string path;    ///< "/login", or the expression, or "@fallback"
  std::size_t at = 0;  ///< the byte of the text where it begins

  /// Whether a request for that path can be answered here. Of an expression it is not known, so
  /// never.
  bool matches(std::string_view request) const {
    return kind == Kind::exact    ? request == path
           : kind == Kind::prefix ? request.starts_with(path)
                                  : false;
  }
};
/// `location /login`, `location = /login`, `location =/login`, `location ~* \.php$`, ….
NginxLocation read_location(const NginxDirective& location);

/// The innermost location that a directive stands in; null when it is in none.
const NginxDirective* location_of(const NginxModel&, const NginxDirective&);

}  // namespace misfire
