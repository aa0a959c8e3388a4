#include "fault/shared/check_timeout_low.hpp"

#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = check_timeout_low_doc();
  return made;
}

}  // namespace

FaultDoc check_timeout_low_doc() {
  FaultDoc doc;
  doc.name = "check-timeout-low";
  doc.title = "Time limit for health checks too short";
  doc.about =
      "A health check fails when the server has not answered it within a few milliseconds. "
      "An idle server manages; under load checks wait like everybody else, fail here and "
      "there, and servers leave and return without being ill: the more load, the fewer "
      "servers. Nothing changes while there is little load; give the scenario a second fault "
      "that makes it bite.";
  doc.incident =
      "Chef Supermarket, 7 July 2014: the time limit of the checks was too short under load, "
      "all three servers were taken out; a user told them, about an hour. Amazon's network "
      "load balancers, 20 October 2025: flapping checks took capacity away.";
  doc.params = {integer_param("milliseconds", "how long a check may take", 5, 1, 60'000)};
  return doc;
}

std::int64_t check_limit_ms(const Args& args) {
  return integer_of(doc(), args, "milliseconds");
}

Shown check_timeout_low_witness(const Args&, const Observed& seen) {
  return configuration_witness(seen, "the short limit of checks");
}

}  // namespace misfire
