#include "fault/shared/body_limit.hpp"

#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = body_limit_doc();
  return made;
}

}  // namespace

FaultDoc body_limit_doc() {
  FaultDoc doc;
  doc.name = "body-limit";
  doc.title = "Size limit for requests far too low";
  doc.about =
      "Requests with more than a few bytes are refused with 413, as when a limit for one path came "
      "to hold for all. Logins have a body, health checks and pages have none: everything looks "
      "well but the logins, whose 413 is the client's mistake to most dashboards.";
  doc.incident =
      "nginx's own default of 1 MB is a limit that nobody wrote and that many learnt of by 413. Of "
      "the real misconfigurations studied at SOSP 2011 most were legal values.";
  doc.params = {integer_param("bytes", "how large a request may be", 16, 1, 1'000'000)};
  return doc;
}

std::int64_t allowed_bytes(const Args& args) {
  return integer_of(doc(), args, "bytes");
}

Shown body_limit_witness(const Args&, const Observed& seen) {
  constexpr int kTooLarge = 413;
  constexpr double kLeastShare = 0.2;
  return status_witness(seen, {kTooLarge}, kLeastShare);
}

}  // namespace misfire
