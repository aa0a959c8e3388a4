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

Errors check_store(const System& system) {
  if (!has_server(system) || system.engine != "docker") return {};
  return {{ErrorCode::usage, "backends: the engine docker has no image of PostgreSQL yet",
           "use the engine process, or store = \"sqlite\"", Position{system.file, 0, 0}}};
}

}  // namespace misfire
