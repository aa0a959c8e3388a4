#include "fault/shared/tls_expired.hpp"

#include "fault/shared/evidence.hpp"

namespace misfire {

FaultDoc tls_expired_doc() {
  FaultDoc doc;
  doc.name = "tls-expired";
  doc.title = "The certificate of the entry is over";
  doc.about =
      "Nobody has renewed the certificate of the listener that logins come to, or the balancer was "
      "never reloaded after it was. Every client ends the handshake, and no balancer counts what "
      "never became a request. Logins come in plain here as long as nothing is wrong with TLS; "
      "while the fault is active they speak it, trust who signed the certificate, and refuse it "
      "for its date alone.";
  doc.incident =
      "Epic Games, 6 April 2021: a wildcard certificate expired, five and a half hours; Spotify, "
      "19 August 2020; Microsoft Teams, 3 February 2020.";
  return doc;
}

Shown tls_expired_witness(const Args&, const Observed& seen) {
  constexpr int kNoAnswer = 0;
  constexpr double kAllButStragglers = 0.9;
  Shown shown = status_witness(seen, {kNoAnswer}, kAllButStragglers);
  const Shown loaded = configuration_witness(seen, "the certificate that is over");
  shown.evidence.push_back(loaded.evidence.front());
  shown.shown = shown.shown && loaded.shown;
  return shown;
}

}  // namespace misfire
