#include "fault/shared/connect_timeout_huge.hpp"

#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = connect_timeout_huge_doc();
  return made;
}

}  // namespace

FaultDoc connect_timeout_huge_doc() {
  FaultDoc doc;
  doc.name = "connect-timeout-huge";
  doc.title = "Time limit for connections far too long";
  doc.about =
      "The balancer waits for a connection to a server for longer than any user does. A server "
      "that refuses is left at once, as before; one that answers nothing at all, behind a firewall "
      "that drops or on a machine that is gone, holds every login that it gets instead of losing "
      "it to another server.";
  doc.incident =
      "Stack Exchange, 2014: failing over took as long as connections to machines that were gone. "
      "PCheck (OSDI 2016) calls such settings latent: nobody reads them while all is well.";
  doc.params = {integer_param("seconds", "how long a connection may take", 60, 1, 3'600)};
  return doc;
}

std::int64_t huge_connect_seconds(const Args& args) {
  return integer_of(doc(), args, "seconds");
}

Shown connect_timeout_huge_witness(const Args&, const Observed& seen) {
  return configuration_witness(seen, "the long time limit for connections");
}

}  // namespace misfire
