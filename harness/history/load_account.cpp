#include "history/load_account.hpp"

#include <algorithm>

namespace misfire {
namespace {

void take_away(std::map<int, std::int64_t>& from, const std::map<int, std::int64_t>& then) {
  for (const auto& [status, logins] : then) from[status] -= logins;
  std::erase_if(from, [](const auto& entry) { return entry.second == 0; });
}

}  // namespace

LoadAccount operator-(const LoadAccount& now, const LoadAccount& then) {
  LoadAccount between = now;
  between.planned -= then.planned;
  between.ended -= then.ended;
  between.failed -= then.failed;
  take_away(between.by_status, then.by_status);
  between.flood.planned -= then.flood.planned;
  between.flood.ended -= then.flood.ended;
  between.flood.answered -= then.flood.answered;
  take_away(between.flood.by_status, then.flood.by_status);
  for (std::size_t i = 0; i < std::min(now.per_backend.size(), then.per_backend.size()); ++i) {
    BackendLogins& backend = between.per_backend[i];
    backend.answered -= then.per_backend[i].answered;
    backend.failed -= then.per_backend[i].failed;
    backend.errors -= then.per_backend[i].errors;
    backend.took -= then.per_backend[i].took;
  }
  return between;
}

}  // namespace misfire
