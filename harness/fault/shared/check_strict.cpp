#include "fault/shared/check_strict.hpp"

#include "fault/shared/checks.hpp"
#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = check_strict_doc();
  return made;
}

}  // namespace

FaultDoc check_strict_doc() {
  FaultDoc doc;
  doc.name = "check-strict";
  doc.title = "Health checks too strict";
  doc.about =
      "One failure is enough, and a server is out: a single answer that comes late, a single "
      "dropped packet. Servers flap, and under load, when answers are late everywhere, they "
      "all leave at once. The open-source nginx asks nobody; there one failed login takes a "
      "server out for minutes. Nothing changes while all is well; give the scenario a second "
      "fault that makes it bite.";
  doc.incident =
      "Chef Supermarket, 7 July 2014: checks were too strict under load, all three servers "
      "were taken out. Amazon's network load balancers, 20 October 2025: checks flapped on "
      "new hosts and took capacity away, 8.5 h.";
  doc.params = {
      integer_param("milliseconds", "how long a check may take; not for nginx", 50, 1, 60'000),
      integer_param("out_s", "for how many seconds nginx leaves a server out; not for HAProxy", 600,
                    1, 86'400)};
  return doc;
}

std::int64_t strict_limit_ms(const Args& args) {
  return integer_of(doc(), args, "milliseconds");
}

std::int64_t strict_out_s(const Args& args) {
  return integer_of(doc(), args, "out_s");
}

Shown check_strict_witness(const Args&, const Observed& seen) {
  const auto strict = [](const LiveState::Server&, const LiveState::Server& now) {
    return now.fall == 1;
  };
  return both(checks_shown(seen, strict), configuration_witness(seen, "strict checks"));
}

}  // namespace misfire
