// Tools in containers of the images whose programs the parts run.
#pragma once

#include "stack/docker/client.hpp"
#include "stack/tool.hpp"

namespace misfire {

/// Program → image.
using Images = std::map<std::string, std::string>;

/// A container without a network for each call. Whatever a killed check leaves, `sweep` removes.
/// Error: the state folder cannot be written.
Result<std::shared_ptr<const Workshop>> docker_workshop(const DockerClient&, Images);

/// In a check's temporary folder: the daemon on which it has containers.
constexpr char kDockerMark[] = "docker-host";

}  // namespace misfire
