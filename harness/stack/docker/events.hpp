// What the daemon tells of an owner's containers while a run goes on: who ended, and who reached a
// memory limit.
#pragma once

#include <string>
#include <vector>

#include "stack/docker/client.hpp"

namespace misfire {

struct ContainerEnded {
  std::string id;
  int exit_code = 0;
};

class ContainerEvents {
 public:
  static Result<ContainerEvents> follow(const DockerClient&, const std::string& owner);
  /// Those that ended since the last call. Never blocks. Error: the daemon tells nothing any more.
  Result<std::vector<ContainerEnded>> ended();

 private:
  explicit ContainerEvents(HttpStream stream) : stream_(std::move(stream)) {}
  HttpStream stream_;
  std::string pending_;  ///< of a line that has not come whole
};

}  // namespace misfire
