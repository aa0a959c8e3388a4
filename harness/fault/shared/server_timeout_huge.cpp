#include "fault/shared/server_timeout_huge.hpp"

#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = server_timeout_huge_doc();
  return made;
}

}  // namespace

FaultDoc server_timeout_huge_doc() {
  FaultDoc doc;
  doc.name = "server-timeout-huge";
  doc.title = "Time limit for answers far too long";
  doc.about =
      "The balancer waits for a server's answer for as long as no user does. While all servers are "
      "well nothing changes; when one hangs, every login that it has is held with its connection "
      "until the user gives up, and nothing is counted as an error in time. Give the scenario a "
      "second fault that makes it bite.";
  doc.incident =
      "PCheck (OSDI 2016): settings that only the way of failing over reads are checked by nobody "
      "at the start and bite when it is walked.";
  doc.params = {integer_param("minutes", "how long a server may take", 60, 1, 1'000)};
  return doc;
}

std::int64_t huge_timeout_minutes(const Args& args) {
  return integer_of(doc(), args, "minutes");
}

Shown server_timeout_huge_witness(const Args&, const Observed& seen) {
  return configuration_witness(seen, "the long time limit for answers");
}

}  // namespace misfire
