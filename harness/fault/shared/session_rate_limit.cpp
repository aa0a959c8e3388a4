#include "fault/shared/session_rate_limit.hpp"

#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = session_rate_limit_doc();
  return made;
}

}  // namespace

FaultDoc session_rate_limit_doc() {
  FaultDoc doc;
  doc.name = "session-rate-limit";
  doc.title = "New sessions throttled";
  doc.about =
      "The balancer takes new sessions more slowly than they come. HAProxy leaves the others in "
      "the listener's backlog, nginx keeps their requests back: in both nobody is refused, so that "
      "no counter of errors moves, and users wait until they give up. Who keeps a connection that "
      "was let in notices nothing.";
  doc.incident =
      "GitLab, November 2018: HAProxy throttled all traffic for three days; abuse, CI and Gitaly "
      "were blamed first. With 30 sessions a second no login succeeded within a second in a "
      "measurement of this project.";
  doc.params = {
      integer_param("per_second", "new sessions that are let in each second", 1, 1, 1'000'000)};
  return doc;
}

std::int64_t sessions_per_second(const Args& args) {
  return integer_of(doc(), args, "per_second");
}

}  // namespace misfire
