#include "fault/shared/slowstart_long.hpp"

#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = slowstart_long_doc();
  return made;
}

}  // namespace

FaultDoc slowstart_long_doc() {
  FaultDoc doc;
  doc.name = "slowstart-long";
  doc.title = "Slow start without end";
  doc.about =
      "A server that returns gets its share of the logins back over half an hour: it is up "
      "and idle, and the others carry its load all that time. After a rolling restart the "
      "one server that was not restarted carries nearly everything. While all servers stay, "
      "nothing changes; give the scenario a second fault that makes it bite.";
  doc.incident =
      "Microsoft's Azure Front Door, 29 October 2025: an inadvertent configuration left the "
      "healthy nodes with imbalanced load, 8 h 20 min in all.";
  doc.params = {
      integer_param("minutes", "until a server that returned has its full share", 30, 1, 1440)};
  return doc;
}

std::int64_t slowstart_minutes(const Args& args) {
  return integer_of(doc(), args, "minutes");
}

Shown slowstart_long_witness(const Args&, const Observed& seen) {
  return configuration_witness(seen, "a slow start without end");
}

}  // namespace misfire
