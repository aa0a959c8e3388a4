#include "fault/shared/check_path_typo.hpp"

#include "fault/shared/checks.hpp"

namespace misfire {
FaultDoc check_path_typo_doc() {
  FaultDoc doc;
  doc.name = "check-path-typo";
  doc.title = "A typo in the path of the health checks";
  doc.about =
      "The path that the health checks ask for has two letters swapped: every server answers "
      "404 and is taken out, though all of them are well, and every login is turned away "
      "with 503. The first reload of such a file looks fine until the checks have failed "
      "often enough.";
  doc.incident =
      "Stack Overflow, 20 July 2016: the health check asked for the home page, one post made "
      "that too slow, and all servers were taken out: 10 min until the cause was known, 34 "
      "min in all. With a path that answers 404, no login succeeded in a measurement of this "
      "project.";
  return doc;
}

Shown check_path_typo_witness(const Args&, const Observed& seen) {
  return checks_shown(seen, [](const LiveState::Server& before, const LiveState::Server& now) {
    const bool refused = now.check.starts_with("L7STS") && !before.check.starts_with("L7STS");
    return refused && now.status.starts_with("DOWN");
  });
}

}  // namespace misfire
