// What "misfire images" and "misfire images build" share: the list, for people and for machines.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "stack/docker/image_build.hpp"

namespace misfire {

std::string images_text(const std::vector<ImageState>&);
std::string images_json(const std::vector<ImageState>&);

Command add_images_build(CLI::App& images);

}  // namespace misfire
