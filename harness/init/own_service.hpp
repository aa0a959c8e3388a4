// The service whose instances are the servers of the pool, as a compose file or a manifest starts
// it, and the values of variables that the balancer's configuration names. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "init/deployed.hpp"
#include "init/pools.hpp"

namespace misfire {

struct OwnService {
  std::vector<std::string> names;  ///< of the deployed programs, in the order of the servers
  std::string image;               ///< "" where it is built there
  int port = 0;                    ///< of the servers, if it is the same for all; else 0
  std::string where;               ///< "compose.yaml:20"
};

/// Nothing, unless every server of the pool is one that is known.
std::optional<OwnService> own_service(const PoolGuess&, const std::vector<Deployed>&);

/// Variables that the text names and the program is started with.
struct UsedVariables {
  std::map<std::string, std::string> given;
  std::vector<std::string> withheld;  ///< their names or values speak of secrets
};
UsedVariables used_variables(const std::string& haproxy, const Deployed&);

}  // namespace misfire
