// Somebody else holds the accounts' lock and does not let go.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

std::string says(const Args&, const std::vector<std::string>&) {
  return "somebody else holds an exclusive lock of the accounts";
}

Result<void> inject(const Args&, const Stroke&, Stressed& stack) {
  return stack.trouble_store({StoreTrouble::By::lock, 0});
}

Result<void> revert(const Args&, const Stroke&, Stressed& stack) {
  return stack.leave_store();
}

Shown witness(const Args&, const std::vector<std::size_t>&, const Sight& sight) {
  Shown shown;
  if (!tell_store(sight, shown)) return shown;
  const StoreSeen& store = *sight.store;
  shown.shown = store.locks > 0 && static_cast<double>(store.errors) >= kFewest;
  return shown;
}

}  // namespace

Stressor database_locked_stressor() {
  Stressor stressor;
  stressor.doc.name = "database-locked";
  stressor.doc.title = "The users' table is locked";
  stressor.doc.about =
      "Another session holds an ACCESS EXCLUSIVE lock of the table of the accounts: a migration "
      "that "
      "waits for something else, a transaction that somebody forgot. Every look-up waits until it "
      "is "
      "given up, and every login fails with 500; the servers are well and say so. It needs store = "
      "\"postgres\".";
  stressor.doc.incident =
      "Everyday: ALTER TABLE wants this lock, and everybody queues behind it. It looks like a "
      "service that is broken everywhere at once.";
  stressor.doc.stressor = true;
  stressor.hold = Hold::store;
  stressor.strokes = once;
  stressor.says = says;
  stressor.inject = inject;
  stressor.revert = revert;
  stressor.witness = witness;
  return stressor;
}

}  // namespace misfire
