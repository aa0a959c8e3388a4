#include "fault/shared/tls_listener.hpp"

#include "fault/shared/evidence.hpp"

namespace misfire {

FaultDoc tls_listener_doc() {
  FaultDoc doc;
  doc.name = "tls-listener";
  doc.title = "The entry speaks TLS, its clients do not";
  doc.about =
      "The listener that logins come to asks for TLS, and those who come speak plain HTTP, as when "
      "the balancer in front was to be changed at the same time. HAProxy closes each connection, "
      "and no HTTP status is counted anywhere; nginx answers 400 to each.";
  doc.incident =
      "TLS that is switched on at one end only is the most common mistake while it is introduced; "
      "Epic Games, 6 April 2021: a mistake of certificates that no HTTP metric showed.";
  return doc;
}

Shown tls_listener_witness(const Args&, const Observed& seen) {
  constexpr int kNoAnswer = 0, kBadRequest = 400;
  constexpr double kAllButStragglers = 0.9;
  return status_witness(seen, {kNoAnswer, kBadRequest}, kAllButStragglers);
}

}  // namespace misfire
