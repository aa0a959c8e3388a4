// What the stressors of the store have in common.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {

bool tell_store(const Sight& sight, Shown& shown) {
  if (!sight.store) {
    shown.evidence.emplace_back("the store could not be asked");
    return false;
  }
  const StoreSeen& store = *sight.store;
  shown.evidence.push_back(fmt::format(
      "the store tells of {} exclusive locks of the accounts that somebody else holds, and of {} "
      "sessions of the service that wait for a lock",
      store.locks, store.waiting));
  shown.evidence.push_back(fmt::format("{} of the {} connections that anybody may have are taken",
                                       store.connections, store.limit));
  shown.evidence.push_back(
      fmt::format("the backends' queries took {:.1f} ms each (before: {:.1f} ms), and {} of {} "
                  "failed",
                  store.since_ms, store.before_ms, store.errors, store.since));
  return true;
}

}  // namespace misfire
