// Somebody else takes every connection that the database has.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

std::string says(const Args&, const std::vector<std::string>&) {
  return "somebody else takes every connection of the store";
}

Result<void> inject(const Args&, const Stroke&, Stressed& stack) {
  return stack.trouble_store({StoreTrouble::By::connections, 0});
}

Result<void> revert(const Args&, const Stroke&, Stressed& stack) {
  return stack.leave_store();
}

Shown witness(const Args&, const std::vector<std::size_t>&, const Sight& sight) {
  Shown shown;
  if (!tell_store(sight, shown)) return shown;
  const StoreSeen& store = *sight.store;
  shown.shown = store.connections >= store.limit && static_cast<double>(store.errors) >= kFewest;
  return shown;
}

}  // namespace

Stressor database_connections_stressor() {
  Stressor stressor;
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
  stressor.doc.stressor = true;
  stressor.hold = Hold::store;
  stressor.strokes = once;
  stressor.says = says;
  stressor.inject = inject;
  stressor.revert = revert;
  stressor.witness = witness;
  stressor.slow_to_show = model_seconds(180);  // three times a connection's lifetime
  return stressor;
}

}  // namespace misfire
