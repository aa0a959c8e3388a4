#include "fault/shared/check_any_status.hpp"

#include "fault/shared/evidence.hpp"

namespace misfire {
FaultDoc check_any_status_doc() {
  FaultDoc doc;
  doc.name = "check-any-status";
  doc.title = "Health checks that accept errors";
  doc.about =
      "The checks accept every status from 200 to 599, so that a server which answers them "
      "with an error counts as up and keeps its share of the logins. Nothing changes while "
      "all servers are well; give the scenario a second fault that makes it bite.";
  doc.incident =
      "Chef Supermarket, 13 August 2015: health was fine, the function was broken. With one "
      "of three servers answering errors, 67 % of the logins succeeded in a measurement of "
      "this project.";
  return doc;
}

Shown check_any_status_witness(const Args&, const Observed& seen) {
  return configuration_witness(seen, "checks that accept every status");
}

}  // namespace misfire
