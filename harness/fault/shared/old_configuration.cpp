#include "fault/shared/old_configuration.hpp"

#include "fault/shared/params.hpp"
#include "fault/shared/server_removed.hpp"

namespace misfire {
namespace {

const FaultDoc& doc() {
  static const FaultDoc made = old_configuration_doc();
  return made;
}

}  // namespace

FaultDoc old_configuration_doc() {
  FaultDoc doc;
  doc.name = "old-configuration";
  doc.title = "A rollback went too far";
  doc.about =
      "A rollback brought back a configuration of the time when the pool was smaller: the servers "
      "that came since are not in it, and the time limit for answers is that of then. It was right "
      "once and passes every check; the servers that it has get more than their share.";
  doc.incident =
      "Google HTTP(S) load balancers, 5 April 2017: balancers went back to a very old "
      "configuration, 22 min, 25 % of the answers were 502.";
  doc.params = {
      role_param("servers", "the servers that came since", "last"),
      integer_param("milliseconds", "how long a server was allowed to take", 2000, 1, 60'000)};
  return doc;
}

Args removed_since(const Args& args) {
  return {{"servers", text_of(doc(), args, "servers")}};
}

Args timeout_of_then(const Args& args) {
  return {{"milliseconds", integer_of(doc(), args, "milliseconds")}};
}

Shown old_configuration_witness(const Args& args, const Observed& seen) {
  return server_removed_witness(removed_since(args), seen);
}

}  // namespace misfire
