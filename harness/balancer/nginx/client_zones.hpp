// Which limits count each client by itself: here all logins come from one address, so that they
// would all count as one.
#pragma once

#include <set>
#include <string>

#include "balancer/nginx/model.hpp"

namespace misfire {

/// Zones of limit_req and limit_conn whose key is made of the client's address, be it by a map.
class ClientZones {
 public:
  explicit ClientZones(const NginxModel&);
  /// Is it a limit_req or limit_conn by such a zone?
  bool limits(const NginxDirective&) const;

 private:
  std::set<std::string> zones_;  ///< "limit_req one"
};

}  // namespace misfire
