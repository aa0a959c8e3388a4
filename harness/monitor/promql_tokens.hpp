// PromQL as tokens with their place in the text. Knows the lexical grammar only: strings, numbers,
// durations, names, operators, comments. Pure functions; nothing is owned beyond the text.
#pragma once

#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace misfire {

struct PromqlToken {
  enum class Kind { name, number, duration, string, punctuation, end };
  Kind kind = Kind::end;
  std::string_view text;  ///< within the expression
  std::size_t at = 0;     ///< offset of its first byte
  bool is(std::string_view punctuation) const {
    return kind == Kind::punctuation && text == punctuation;
  }
};

/// All tokens, closed by one of kind `end`. Spaces and comments are left out.
Result<std::vector<PromqlToken>> promql_tokens(std::string_view expression);

/// A usage error at this offset of the expression, as line and column from 1 (in bytes).
Error promql_error(std::string_view expression, std::size_t at, std::string message,
                   std::string hint = {});

}  // namespace misfire
