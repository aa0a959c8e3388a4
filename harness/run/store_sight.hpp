// What the store and the backends tell of each other: for the witnesses of a database's troubles.
#pragma once

#include <cstddef>
#include <map>
#include <optional>

#include "fault/stressor.hpp"
#include "run/launch.hpp"

namespace misfire {

/// Queries that a backend, or all, have counted.
struct StoreQueries {
  double took_s = 0;  ///< all together
  double count = 0, errors = 0;
  double mean_ms() const { return count > 0 ? 1000 * took_s / count : 0; }
};
/// Since each backend started, by its place in the pool: of those that answer.
using QueriesByBackend = std::map<std::size_t, StoreQueries>;
QueriesByBackend store_queries(const Stack&);

/// What all counted between two looks. Who started anew between them counts from zero, as in
/// Prometheus's increase(); who answered only once is left out.
StoreQueries queries_between(const QueriesByBackend& before, const QueriesByBackend& now);

/// Asks the store, on a connection that is kept back for its superuser, and the backends. None: it
/// did not answer.
std::optional<StoreSeen> look_at_store(const Inputs&, const Stack&, const QueriesByBackend& before);

}  // namespace misfire
