#include "fault/shared/frontend_limit.hpp"

#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = frontend_limit_doc();
  return made;
}

}  // namespace

FaultDoc frontend_limit_doc() {
  FaultDoc doc;
  doc.name = "frontend-limit";
  doc.title = "Connection limit at the entry too low";
  doc.about =
      "Where logins come in, fewer connections are taken than the load needs, while the servers "
      "idle. HAProxy leaves the others in the kernel's backlog and sees nothing wrong: its "
      "counters show a full frontend and no error. nginx (limit_conn for all clients together) "
      "answers them with 503.";
  doc.incident =
      "GitHub, 9 January 2024: a connection limit that was lower than intended bit while hosts "
      "were upgraded, 140 min. HAProxy takes 2000 for a frontend where nobody wrote a number, in "
      "versions before 2.0.";
  doc.params = {integer_param("connections", "how many at a time", 1, 1, 1'000'000)};
  return doc;
}

std::int64_t entry_connections(const Args& args) {
  return integer_of(doc(), args, "connections");
}

}  // namespace misfire
