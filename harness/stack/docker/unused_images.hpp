// Images that nobody needs any more go. One in use stays until a later build finds it.
#pragma once

#include <string>

#include "stack/docker/client.hpp"

namespace misfire {

/// Untagged and not in use, that is; the images below it that nobody uses go as well.
void remove_image_if_unused(const DockerClient&, const std::string& id);

/// Untagged images of ours go: unfinished ones, and earlier ones that were still in use when their
/// tags went to newer ones. `label`: which. False when some are still in use.
bool remove_untagged_images(const DockerClient&, const std::string& label);

}  // namespace misfire
