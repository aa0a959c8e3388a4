// A regular expression that a user wrote, found anywhere in a text (Perl's syntax). It neither
// overflows the stack nor runs away on long texts, as the standard library's does.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace misfire {

class Pattern {
 public:
  /// Errors: it is no regular expression, and where it goes wrong.
  static Result<Pattern> make(const std::string& text);
  /// A text for which looking would take too long does not hold it.
  bool found_in(std::string_view text) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace misfire
