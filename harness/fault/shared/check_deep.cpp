#include "fault/shared/check_deep.hpp"

#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = check_deep_doc();
  return made;
}

}  // namespace

FaultDoc check_deep_doc() {
  FaultDoc doc;
  doc.name = "check-deep";
  doc.title = "Health checks that fail with what all servers share";
  doc.about =
      "The checks ask for a path that tells whether the service can do its work at this "
      "moment: the database is asked, a full queue counts as a failure. When the database is "
      "slow or the load high, all servers fail their checks together and are taken out, and "
      "what was slow becomes an outage. Nothing changes while all is well; give the scenario "
      "a second fault that makes it bite.";
  doc.incident =
      "Stack Overflow, 20 July 2016: the check was the home page, which one post made slow: "
      "all servers were taken out, 34 min. Amazon's network load balancers, 20 October 2025: "
      "checks flapped and took capacity away that was needed.";
  doc.params = {text_param(
      "path", "a path that is as well as all that is behind it; /readyz is authd's", "/readyz")};
  return doc;
}

Result<std::string> deep_path(const Args& args) {
  return plain_path(doc(), args, "path");
}

Shown check_deep_witness(const Args&, const Observed& seen) {
  return configuration_witness(seen, "a deep check");
}

}  // namespace misfire
