#include "fault/shared/process_limit.hpp"

#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = process_limit_doc();
  return made;
}

}  // namespace

FaultDoc process_limit_doc() {
  FaultDoc doc;
  doc.name = "process-limit";
  doc.title = "Connection limit of the whole balancer too low";
  doc.about =
      "The balancer as a whole takes fewer connections than logins need, metrics included: as when "
      "a figure for a test machine came along. HAProxy (maxconn in global) leaves the others in "
      "the backlog; nginx (worker_connections, of which a login needs two) closes connections that "
      "it has just accepted.";
  doc.incident =
      "HAProxy's and nginx's defaults of early versions (2000 and 512 connections) are limits that "
      "nobody wrote. GitHub, 9 January 2024: a limit lower than intended bit while hosts were "
      "upgraded.";
  doc.params = {integer_param("connections", "how many at a time; of each worker with nginx", 16, 4,
                              1'000'000)};
  return doc;
}

std::int64_t process_connections(const Args& args) {
  return integer_of(doc(), args, "connections");
}

Shown process_limit_witness(const Args& args, const Observed& seen) {
  // "of the process", "of a worker"
  Shown process = limit_witness(seen, "connections of the process", process_connections(args));
  Shown worker = limit_witness(seen, "connections of a worker", process_connections(args));
  return worker.shown ? worker : process;
}

}  // namespace misfire
