#include "fault/shared/check_always_200.hpp"

#include "fault/shared/checks.hpp"
#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = check_always_200_doc();
  return made;
}

}  // namespace

FaultDoc check_always_200_doc() {
  FaultDoc doc;
  doc.name = "check-always-200";
  doc.title = "Health checks that always succeed";
  doc.about =
      "The checks ask for a path that answers 200 as long as the process runs at all, such "
      "as a start page or the metrics: a server whose store is gone, or that answers every "
      "login with an error, keeps its share of the logins. Nothing changes while all servers "
      "are well; give the scenario a second fault that makes it bite.";
  doc.incident =
      "Chef Supermarket, 13 August 2015: health was fine and the function was broken: 248 "
      "min until it was noticed, 387 min in all.";
  doc.params = {text_param(
      "path", "a path at which a server always answers 200; /metrics is authd's", "/metrics")};
  return doc;
}

Result<std::string> blind_path(const Args& args) {
  return plain_path(doc(), args, "path");
}

Shown check_always_200_witness(const Args&, const Observed& seen) {
  const auto healthy = [](const LiveState::Server&, const LiveState::Server& now) {
    return now.check.starts_with("L7OK");
  };
  return both(checks_shown(seen, healthy),
              configuration_witness(seen, "another path of the checks"));
}

}  // namespace misfire
