// One call of the daemon's builder, from the context to the finished image, and what becomes of a
// call that fails or is interrupted.
#pragma once

#include <string>
#include <vector>

#include "stack/docker/image_build.hpp"

namespace misfire {

struct OneBuild {
  std::string name;
  std::string context;
  std::string base = {};
  std::string tag = {};
  bool fresh = false;
  bool told = true;  ///< whether its steps are told
};

struct Made {
  std::string id;
  std::vector<std::string> printed;  ///< by its last step
};

/// To its end. After a failure neither containers nor images of it are left.
Result<Made> call_builder(const DockerClient&, OneBuild, const BuildListener&);

}  // namespace misfire
