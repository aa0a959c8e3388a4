// Somebody else holds the accounts' lock and does not let go.
#include "fault/stressors/store_troubled.hpp"

namespace misfire {
namespace {

std::string says(const Args&, const std::vector<std::string>&) {
  return "somebody else holds an exclusive lock of the accounts";
}

StoreTrouble trouble(const Args&) {
  return {StoreTrouble::By::lock, 0};
}

bool shows(const Args&, const StoreSeen& store) {
  return store.locks > 0 && static_cast<double>(store.errors) >= kFewest;
}

}  // namespace

Stressor database_locked_stressor() {
  Stressor stressor = store_troubled<trouble, shows>();
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
  stressor.says = says;
  return stressor;
}

}  // namespace misfire
