// Servers that have the address of another one.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc server_duplicated_doc();
struct Duplicated {
  std::size_t original = 0;
  std::vector<std::size_t> copies;
};
/// Errors: `of` names several servers, or there is nobody else.
Result<Duplicated> duplicated_servers(const Args&, std::size_t pool_size);
/// Shown: the balancer has one address for all of them, and by the backends' own word only one of
/// them still answers. The balancer's counters look balanced.
Shown server_duplicated_witness(const Args&, const Observed&);

}  // namespace misfire
