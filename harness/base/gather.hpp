// Mistakes of several steps in one list: a user is told all of them at once.
#pragma once

#include <iterator>
#include <optional>
#include <utility>

#include "base/error.hpp"

namespace misfire {

inline void add(Errors& to, Errors from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// The value, if there is one; what is wrong goes to the others.
template <class T>
std::optional<T> take(Errors& errors, Checked<T> checked) {
  if (checked) return std::move(*checked);
  add(errors, std::move(checked.error()));
  return std::nullopt;
}

template <class T>
std::optional<T> take(Errors& errors, Result<T> result) {
  if (result) return std::move(*result);
  errors.push_back(std::move(result.error()));
  return std::nullopt;
}

}  // namespace misfire
