#include "fault/shared/retry_storm.hpp"

#include "fault/shared/evidence.hpp"
#include "fault/shared/params.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = retry_storm_doc();
  return made;
}

}  // namespace

FaultDoc retry_storm_doc() {
  FaultDoc doc;
  doc.name = "retry-storm";
  doc.title = "Retries without end";
  doc.about =
      "Every failure of a server is tried again, many times and whatever the login may have "
      "done already: the fault is hidden from the users as long as the others can carry it, "
      "and the load on them is multiplied just when they can least bear it. Nothing changes "
      "while all servers are well; give the scenario a second fault that makes it bite.";
  doc.incident =
      "Metastable failures (HotOS 2021): retries are the commonest thing that keeps an "
      "overload going when its cause is long gone. With one of three servers answering "
      "errors, all logins succeeded in a measurement of this project, and the others did its "
      "work.";
  doc.params = {integer_param(
      "retries", "how often a login is tried again; nginx tries every server", 50, 3, 100)};
  return doc;
}

std::int64_t retries_of(const Args& args) {
  return integer_of(doc(), args, "retries");
}

Shown retry_storm_witness(const Args&, const Observed& seen) {
  return configuration_witness(seen, "retries without end");
}

}  // namespace misfire
