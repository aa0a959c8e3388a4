// What the store and the backends tell of each other: for the witnesses of a database's troubles.
#pragma once

#include <optional>

#include "fault/stressor.hpp"
#include "run/launch.hpp"

namespace misfire {

/// Queries that the backends have counted since they started.
struct StoreQueries {
  double took_s = 0;  ///< all together
  double count = 0, errors = 0;
};
/// Of the backends that answer.
StoreQueries store_queries(const Stack&);

/// Asks the store, on a connection that is kept back for its superuser, and the backends. None: it
/// did not answer.
std::optional<StoreSeen> look_at_store(const Inputs&, const Stack&, const StoreQueries& before);

}  // namespace misfire
