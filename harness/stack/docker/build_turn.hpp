// Images are built by one command at a time on a daemon: two would build and tag the same images,
// and each would take the other's unfinished ones for leftovers. Known are the commands of this
// user on this machine; nobody can know who else uses the daemon.
#pragma once

#include <functional>

#include "base/descriptor.hpp"
#include "base/http_client.hpp"

namespace misfire {

/// Waits until no other command builds there; the turn ends with the descriptor, or with this
/// process. `waits` is called once, and only where it has to. Errors: interrupted, nobody else
/// comes to an end, or there is no state folder.
Result<Descriptor> take_build_turn(const Endpoint& daemon, const std::function<void()>& waits);

}  // namespace misfire
