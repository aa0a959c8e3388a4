#include "run/locations.hpp"

#include <fmt/format.h>

namespace misfire {
namespace {

Result<fs::path> look_upwards(const fs::path& wanted, const std::string& otherwise = "") {
  std::error_code error;
  for (fs::path at = program_folder(); !at.empty(); at = at.parent_path()) {
    for (const fs::path& base : {at, at / "share/misfire"}) {
      if (fs::exists(base / wanted, error)) return base / wanted;
    }
    if (at == at.root_path()) break;
  }
  return environment_error(
      fmt::format("{} was not found above {}", wanted.string(), program_folder().string()),
      "run misfire from a checkout's build folder" + otherwise);
}

}  // namespace

Result<fs::path> default_system_file() {
  return look_upwards("fixtures/system.toml", ", or give --system FILE");
}
Result<fs::path> scenario_library() {
  return look_upwards("scenarios");
}

Result<RecipeSources> recipe_sources() {
  const auto recipe = look_upwards("docker/haproxy/Dockerfile");
  if (!recipe) return tl::unexpected(recipe.error());
  const auto system = default_system_file();
  if (!system) return tl::unexpected(system.error());
  const auto scenarios = scenario_library();
  if (!scenarios) return tl::unexpected(scenarios.error());
  return RecipeSources{recipe->parent_path().parent_path(), program_folder(), system->parent_path(),
                       *scenarios};
}

}  // namespace misfire
