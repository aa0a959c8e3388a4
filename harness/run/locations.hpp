// Where the project's own data lies: beside the program when installed, in the checkout otherwise.
#pragma once

#include "base/error.hpp"
#include "base/files.hpp"
#include "stack/docker/image_recipe.hpp"

namespace misfire {

/// The fixtures' system file, which is the default system.
Result<fs::path> default_system_file();
/// The folder of the scenario library.
Result<fs::path> scenario_library();
/// What images are made of.
Result<RecipeSources> recipe_sources();

}  // namespace misfire
