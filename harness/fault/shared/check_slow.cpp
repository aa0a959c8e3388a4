#include "fault/shared/check_slow.hpp"

#include "fault/shared/checks.hpp"
#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = check_slow_doc();
  return made;
}

}  // namespace

FaultDoc check_slow_doc() {
  FaultDoc doc;
  doc.name = "check-slow";
  doc.title = "Health checks too slow and too patient";
  doc.about =
      "A server that fails is left in for minutes: it is asked rarely, and must fail very "
      "often in a row. With the default of ten failures, a minute apart, it keeps its share "
      "of the logins for ten minutes. The open-source nginx asks nobody; there it is the "
      "failed logins within that time after which a server is left out that become many. "
      "Nothing changes while all servers are well; give the scenario a second fault that "
      "makes it bite.";
  doc.incident =
      "PCheck (OSDI 2016): what only the way of failing over reads is checked by nobody at "
      "the start. Interval and patience are in no metric: with one of three servers hanging, "
      "67 % of the logins succeeded in a measurement of this project, for as long as it "
      "lasted.";
  doc.params = {
      integer_param("interval_s",
                    "seconds between two checks; for nginx, in which the failures must happen", 60,
                    1, 86'400),
      integer_param("failures", "failures until a server is taken out", 10, 2, 100'000)};
  return doc;
}

std::int64_t slow_interval_s(const Args& args) {
  return integer_of(doc(), args, "interval_s");
}

std::int64_t slow_failures(const Args& args) {
  return integer_of(doc(), args, "failures");
}

Shown check_slow_witness(const Args& args, const Observed& seen) {
  const std::int64_t failures = slow_failures(args);
  const auto patient = [&](const LiveState::Server&, const LiveState::Server& now) {
    return now.fall == failures;
  };
  return both(checks_shown(seen, patient), configuration_witness(seen, "slow checks"));
}

}  // namespace misfire
