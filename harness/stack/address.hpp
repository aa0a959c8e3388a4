// Addresses of stacks: 127.77.slot.1, the same ports in every run.
#pragma once

#include "base/http_client.hpp"

namespace misfire {

constexpr int kSlots = 250;

std::string slot_address(int slot);
/// Where a part would listen in the first slot: for plans that are only looked at.
Endpoint nominal_address(int port);

}  // namespace misfire
