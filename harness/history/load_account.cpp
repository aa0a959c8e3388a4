#include "history/load_account.hpp"

#include <algorithm>

namespace misfire {

LoadAccount operator-(const LoadAccount& now, const LoadAccount& then) {
  LoadAccount between = now;
  between.planned -= then.planned;
  between.ended -= then.ended;
  between.failed -= then.failed;
  for (const auto& [status, logins] : then.by_status) between.by_status[status] -= logins;
  std::erase_if(between.by_status, [](const auto& entry) { return entry.second == 0; });
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
