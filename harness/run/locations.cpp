#include "run/locations.hpp"

#include <fmt/format.h>

namespace misfire {
namespace {

Result<fs::path> look_upwards(const fs::path& wanted) {
  std::error_code error;
  for (fs::path at = program_folder(); !at.empty(); at = at.parent_path()) {
    for (const fs::path& base : {at, at / "share/misfire"}) {
      if (fs::exists(base / wanted, error)) return base / wanted;
    }
    if (at == at.root_path()) break;
  }
  return environment_error(
      fmt::format("{} was not found above {}", wanted.string(), program_folder().string()),
      "run misfire from a checkout's build folder, or give --system FILE");
}

}  // namespace

Result<fs::path> default_system_file() {
  return look_upwards("fixtures/system.toml");
}
Result<fs::path> scenario_library() {
  return look_upwards("scenarios");
}

}  // namespace misfire
