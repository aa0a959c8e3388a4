#include "fault/shared/http_request_timeout_low.hpp"

#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = http_request_timeout_low_doc();
  return made;
}

}  // namespace

FaultDoc http_request_timeout_low_doc() {
  FaultDoc doc;
  doc.name = "http-request-timeout-low";
  doc.title = "Time limit for requests far too short";
  doc.about =
      "The balancer gives a client a fraction of a second to send the head of its request, as "
      "against an attack of slow requests. Clients on good lines notice nothing; those whose "
      "packets are late are turned away with 408 (HAProxy) or without an answer (nginx), and it "
      "is counted as the client's own fault.";
  doc.incident =
      "timeout http-request and client_header_timeout are what guides against Slowloris have one "
      "shorten, with no word on who is slow for other reasons. Browsers showed HAProxy's 408 to "
      "people on connections that they had opened in advance, until option http-ignore-probes.";
  doc.params = {
      integer_param("milliseconds", "how long a client may send the head", 100, 1, 60'000)};
  return doc;
}

std::int64_t http_request_timeout_ms(const Args& args) {
  return integer_of(doc(), args, "milliseconds");
}

Shown http_request_timeout_low_witness(const Args&, const Observed& seen) {
  return configuration_witness(seen, "the short time limit for requests");
}

}  // namespace misfire
