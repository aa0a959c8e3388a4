#include "scenario/mistakes.hpp"

#include <algorithm>
#include <tuple>

namespace misfire {

void Mistakes::add(Position where, std::string message, std::string hint) {
  errors_.push_back(Error{ErrorCode::usage, std::move(message), std::move(hint), std::move(where)});
}

Errors Mistakes::take() {
  std::stable_sort(errors_.begin(), errors_.end(), [](const Error& a, const Error& b) {
    return std::tie(a.where->line, a.where->column) < std::tie(b.where->line, b.where->column);
  });
  return std::move(errors_);
}

}  // namespace misfire
