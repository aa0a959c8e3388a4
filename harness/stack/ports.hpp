// Slots and ports without races. A slot is taken by listening on its lock port; a port is reserved
// by binding it with SO_REUSEADDR and never listening: the program that is meant to have it can
// listen there, a connection to a dead one is refused as it should, and a restart gets it again.
#pragma once

#include "base/error.hpp"
#include "stack/message.hpp"

namespace misfire {

struct Slot {
  int number = 0;
  Descriptor lock;  ///< also held by the guardian, so that the slot is free only when all is gone
};

/// The first free slot. Error: none is free.
Result<Slot> take_slot();

/// Error: somebody else listens there.
Result<Descriptor> reserve_port(const std::string& address, int port);

}  // namespace misfire
