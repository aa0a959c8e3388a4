#include "fault/shared/client_timeout_low.hpp"

#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = client_timeout_low_doc();
  return made;
}

}  // namespace

FaultDoc client_timeout_low_doc() {
  FaultDoc doc;
  doc.name = "client-timeout-low";
  doc.title = "Time limit for clients far too short";
  doc.about =
      "The balancer waits for a client for a shorter time than for a server. Clients on good lines "
      "notice nothing; those whose packets are late, or who read slowly, lose their connection in "
      "the middle, and it is counted as the client's own fault.";
  doc.incident =
      "Inconsistent values of parameters that belong together are a class of their own in the "
      "study of SOSP 2011; HAProxy's manual asks for equal times on both sides.";
  doc.params = {integer_param("milliseconds", "how long a client may take", 100, 1, 60'000)};
  return doc;
}

std::int64_t client_timeout_ms(const Args& args) {
  return integer_of(doc(), args, "milliseconds");
}

Shown client_timeout_low_witness(const Args&, const Observed& seen) {
  return configuration_witness(seen, "the short time limit for clients");
}

}  // namespace misfire
