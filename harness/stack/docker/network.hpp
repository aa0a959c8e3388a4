// A run's own bridge network with fixed addresses: 198.18.slot.0/24, of the block that RFC 2544
// sets aside for tests of network devices. The daemon is the arbiter of slots: it refuses a network
// whose addresses another one has.
#pragma once

#include "stack/docker/client.hpp"

namespace misfire {

struct DockerNetwork {
  std::string name;
  int slot = 0;
};

/// The first slot that is free. Errors: none is, or the name is taken.
Result<DockerNetwork> make_network(const DockerClient&, const std::string& owner);

/// The n-th address of a slot's network; the first is the gateway's.
std::string container_address(int slot, int number);

}  // namespace misfire
