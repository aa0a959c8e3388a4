#include "fault/shared/retries_off.hpp"

#include "fault/shared/evidence.hpp"

namespace misfire {

FaultDoc retries_off_doc() {
  FaultDoc doc;
  doc.name = "retries-off";
  doc.title = "Retries switched off";
  doc.about =
      "A login whose server cannot be reached fails at once, instead of being tried again on "
      "another one. While all servers are well nothing changes at all; when one dies, its share of "
      "the logins fails until the balancer leaves it out: HAProxy by its health checks, nginx, "
      "which "
      "has none, by the logins that failed (max_fails). Give the scenario a second fault that "
      "makes "
      "it bite.";
  doc.incident =
      "PCheck (OSDI 2016): settings that only the way of failing over reads are checked by nobody "
      "at "
      "the start and bite when it is walked. With retries and redispatching off and one of three "
      "servers killed, a third of the logins failed in a measurement of this project; with them "
      "on, "
      "none.";
  return doc;
}

Shown retries_off_witness(const Args&, const Observed& seen) {
  return configuration_witness(seen, "retries off");
}

}  // namespace misfire
