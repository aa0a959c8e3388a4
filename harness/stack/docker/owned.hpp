// What an owner (a run, or a check) has on the daemon, by its label: nothing else is ever touched.
#pragma once

#include <string>

#include "stack/docker/client.hpp"

namespace misfire {

struct RemovedFromDocker {
  int containers = 0, networks = 0;
};

/// Removes all of the owner's containers, with their volumes, and networks, until none is left;
/// also those that the daemon was still creating. Goes on in spite of an interrupt. Errors: the
/// daemon does not answer, or something cannot be removed.
Result<RemovedFromDocker> remove_owned(const DockerClient&, const std::string& owner);

}  // namespace misfire
