#include "run/store_kind.hpp"

#include <algorithm>

namespace misfire {

bool has_server(const System& system) {
  return !system.backends.own && system.backends.store == kPostgres;
}

bool scrapes_store(const System& system) {
  const auto& jobs = system.monitoring.jobs;
  return has_server(system) && std::any_of(jobs.begin(), jobs.end(), [](const auto& job) {
           return job.second == JobRole::store;
         });
}

}  // namespace misfire
