#include "fault/shared/user_hash.hpp"

#include <fmt/format.h>

#include "fault/shared/evidence.hpp"

namespace misfire {
FaultDoc user_hash_doc() {
  FaultDoc doc;
  doc.name = "user-hash";
  doc.title = "Users bound to one server each";
  doc.about =
      "The server is chosen by a hash of the login's own content: a user comes to the same "
      "server every time, whatever becomes of it. All is even and well until a server "
      "answers with errors, hangs or is overloaded: then it is always the same users who "
      "cannot log in, however often they try, while everybody else notices nothing, and a "
      "share of failed logins that looks like bad luck is a part of the users locked out for "
      "good. Give the scenario a second fault that makes it bite.";
  doc.incident =
      "The outage of 18 February 2024: 30 % of the users could not log in for 5 h 30 min, "
      "and it was the same ones; the others had no trouble, which is why the database was "
      "suspected first.";
  return doc;
}

Shown user_hash_witness(const Args&, const Observed& seen) {
  const std::string &before = seen.before.algorithm, &now = seen.now.algorithm;
  Shown shown = configuration_witness(seen, "users bound to servers");
  shown.evidence.push_back(
      fmt::format("the balancer chooses servers by {} (before: {})", now, before));
  shown.shown = shown.shown && now != before && now.starts_with("hash");
  return shown;
}

}  // namespace misfire
