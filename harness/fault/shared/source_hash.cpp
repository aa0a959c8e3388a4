#include "fault/shared/source_hash.hpp"

#include "fault/shared/one_server.hpp"

namespace misfire {
FaultDoc source_hash_doc() {
  FaultDoc doc;
  doc.name = "source-hash";
  doc.title = "Clients kept on a server by their address";
  doc.about =
      "A client comes to the server that it came to first, by its address. That is meant for "
      "sessions; behind a network address translation, a proxy or a content delivery network "
      "all users have one address, and one server gets them all while the others idle. "
      "Weights and states are as they should be, and HAProxy's algorithm too: only the "
      "traffic tells. HAProxy keeps a table of addresses, nginx hashes them.";
  doc.incident =
      "ConfigX (OOPSLA 2021) calls such settings valid and unintended. With all logins from "
      "one address, 1 % of them succeeded within a second in a measurement of this project.";
  return doc;
}

Shown source_hash_witness(const Args&, const Observed& seen) {
  return one_server_shown(seen);
}

}  // namespace misfire
