#include "fault/shared/deny_rate.hpp"

#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = deny_rate_doc();
  return made;
}

}  // namespace

FaultDoc deny_rate_doc() {
  FaultDoc doc;
  doc.name = "deny-rate";
  doc.title = "Requests refused above a rate";
  doc.about =
      "A rule against abuse counts all clients as one, as it does behind a network address "
      "translation or when its key is a constant: what exceeds the rate is refused with 429. A 429 "
      "is the client's mistake to most dashboards, and alerts on 5xx stay silent.";
  doc.incident =
      "In a measurement of this project no login succeeded within a second and no alert on 5xx "
      "moved. GitLab, November 2018: throttling was found after three days, and abuse was blamed "
      "first.";
  doc.params = {
      integer_param("per_second", "requests that are answered each second", 20, 1, 1'000'000)};
  return doc;
}

std::int64_t allowed_per_second(const Args& args) {
  return integer_of(doc(), args, "per_second");
}

Shown deny_rate_witness(const Args&, const Observed& seen) {
  constexpr int kTooManyRequests = 429;
  constexpr double kLeastShare = 0.05;
  return status_witness(seen, {kTooManyRequests}, kLeastShare);
}

}  // namespace misfire
