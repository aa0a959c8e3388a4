#include "fault/shared/login_cached.hpp"

namespace misfire {

FaultDoc login_cached_doc() {
  FaultDoc doc;
  doc.name = "login-cached";
  doc.title = "Answers to logins come out of a cache";
  doc.about =
      "The balancer keeps the answer to a login and gives it to everybody who logs in after: users "
      "get the token of somebody else, whatever their password, and the servers have next to "
      "nothing to do. Every status is 200.";
  doc.incident =
      "Steam, 25 December 2015: caching rules that were changed in a hurry served users the pages "
      "of others.";
  return doc;
}

}  // namespace misfire
