// Errors as values: what a user or the world can cause is returned, never thrown.
// A Result carries one error; a Checked carries all mistakes of a file at once.
#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace misfire {

/// A place in a text file. Lines and columns count from 1; 0 means "not known".
struct Position {
  std::string file;
  int line = 0;
  int column = 0;
  bool operator==(const Position&) const = default;
};

/// "file:line:col", "file:line" or "file", whatever is known.
std::string to_string(const Position&);

/// Whose fault it is, which decides the exit code (usage 2, environment 3).
enum class ErrorCode { usage, environment };

struct Error {
  ErrorCode code = ErrorCode::environment;
  std::string message;                 ///< what is wrong, and what was expected
  std::string hint = {};               ///< what to do about it; may be empty
  std::optional<Position> where = {};  ///< for mistakes in files
};

/// "file:3:7: message\n  hint", for a person.
std::string to_string(const Error&);

template <class T>
using Result = tl::expected<T, Error>;

using Errors = std::vector<Error>;

template <class T>
using Checked = tl::expected<T, Errors>;

inline tl::unexpected<Error> environment_error(std::string message, std::string hint = {}) {
  return tl::unexpected(Error{ErrorCode::environment, std::move(message), std::move(hint), {}});
}

inline tl::unexpected<Error> usage_error(std::string message, std::string hint = {},
                                         std::optional<Position> where = {}) {
  return tl::unexpected(
      Error{ErrorCode::usage, std::move(message), std::move(hint), std::move(where)});
}

}  // namespace misfire
