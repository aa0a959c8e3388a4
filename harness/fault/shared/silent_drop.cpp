#include "fault/shared/silent_drop.hpp"

#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = silent_drop_doc();
  return made;
}

}  // namespace

FaultDoc silent_drop_doc() {
  FaultDoc doc;
  doc.name = "silent-drop";
  doc.title = "A share of the requests dropped in silence";
  doc.about =
      "A rule against abuse hits a share of everybody: the balancer drops the request without an "
      "answer. Users wait until they give up; no 5xx is counted anywhere, and rates of errors have "
      "nothing to go by. HAProxy counts the requests as denied, and nginx writes its status 444 "
      "into the access log; of the users' trouble only clients, or a probe, can tell.";
  doc.incident =
      "HAProxy's silent-drop and nginx's status 444 are made for attackers, and are as quiet for "
      "users. With one of ten dropped, 89 % of the logins succeeded in a measurement of this "
      "project, and no counter of errors moved, only that of denied requests.";
  doc.params = {integer_param("percent", "how many of a hundred requests", 30, 1, 100)};
  return doc;
}

std::int64_t dropped_percent(const Args& args) {
  return integer_of(doc(), args, "percent");
}

/// A login whose kept connection ends without a byte is sent once more, as browsers do, so that
/// both must be dropped.
Shown silent_drop_witness(const Args& args, const Observed& seen) {
  const double share = static_cast<double>(dropped_percent(args)) / 100;
  return status_witness(seen, {0}, share * share / 2);
}

}  // namespace misfire
