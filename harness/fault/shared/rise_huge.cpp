#include "fault/shared/rise_huge.hpp"

#include "fault/shared/checks.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = rise_huge_doc();
  return made;
}

}  // namespace

FaultDoc rise_huge_doc() {
  FaultDoc doc;
  doc.name = "rise-huge";
  doc.title = "A server that was out does not come back";
  doc.about =
      "A server that failed once needs a thousand good checks in a row before it gets logins "
      "again: it is well and idle for more than half an hour. The pool shrinks by one with "
      "every restart, until there are too few. The open-source nginx asks nobody; there a "
      "server is left out for a whole day. Nothing changes while all is well; give the "
      "scenario a second fault that makes it bite.";
  doc.incident =
      "Amazon's load balancers, 24 December 2012: capacity that was there was not in "
      "service, for hours. Like all patience of checks it is in no metric; only the "
      "application is up and the balancer says it is not.";
  doc.params = {
      integer_param("successes", "good checks in a row that it takes; not for nginx", 1000, 3,
                    100'000),
      integer_param("out_s", "for how many seconds nginx leaves a server out; not for HAProxy",
                    86'400, 60, 604'800)};
  return doc;
}

std::int64_t rise_successes(const Args& args) {
  return integer_of(doc(), args, "successes");
}

std::int64_t rise_out_s(const Args& args) {
  return integer_of(doc(), args, "out_s");
}

Shown rise_huge_witness(const Args&, const Observed& seen) {
  return checks_shown(seen, [](const LiveState::Server& before, const LiveState::Server& now) {
    // What nginx says of a server has the time in it.
    return now.rise != 0 ? now.rise != before.rise : now.check != before.check;
  });
}

}  // namespace misfire
