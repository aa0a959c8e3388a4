// Somebody else takes every connection that the database has.
#include "fault/stressors/store_troubled.hpp"

namespace misfire {
namespace {

std::string says(const Args&, const std::vector<std::string>&) {
  return "somebody else takes every connection of the store";
}

StoreTrouble trouble(const Args&) {
  return {StoreTrouble::By::connections, 0};
}

bool shows(const Args&, const StoreSeen& store) {
  return store.connections >= store.limit && static_cast<double>(store.errors) >= kFewest;
}

}  // namespace

Stressor database_connections_stressor() {
  Stressor stressor = store_troubled<trouble, shows>();
  stressor.doc.name = "database-connections";
  stressor.doc.title = "All connections of the database are taken";
  stressor.doc.about =
      "Another client opens connections until the server has none left (max_connections), and "
      "takes "
      "each one that becomes free. The service's pool loses its own one by one, as it renews them, "
      "and then every login fails with 500. It needs store = \"postgres\".";
  stressor.doc.incident =
      "Everyday: one more replica, a pool that is sized for one server and runs on twenty, a leak. "
      "Who had connections goes on for a while, so that cause and harm lie apart.";
  stressor.says = says;
  stressor.slow_to_show = model_seconds(180);  // three times a connection's lifetime
  return stressor;
}

}  // namespace misfire
