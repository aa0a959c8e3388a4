#include "fault/shared/queue_timeout_low.hpp"

#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = queue_timeout_low_doc();
  return made;
}

}  // namespace

FaultDoc queue_timeout_low_doc() {
  FaultDoc doc;
  doc.name = "queue-timeout-low";
  doc.title = "Time limit for the queue far too short";
  doc.about =
      "A login that finds every server at its connection limit is turned away with 503 nearly at "
      "once, instead of waiting a moment for its turn. While the pool keeps up nothing changes; a "
      "peak, or one server fewer, becomes errors although the servers have room a few milliseconds "
      "later. Give the scenario a second fault that makes it bite.";
  doc.incident =
      "HAProxy reads a time without a unit as milliseconds. Of the real misconfigurations studied "
      "at SOSP 2011 most were legal values.";
  doc.params = {
      integer_param("milliseconds", "how long a login may wait for its turn", 2, 1, 10'000)};
  return doc;
}

std::int64_t queue_timeout_ms(const Args& args) {
  return integer_of(doc(), args, "milliseconds");
}

}  // namespace misfire
