#include "cli/own_project.hpp"

#include "init/first_files.hpp"

namespace misfire {

fs::path system_or_own(const fs::path& given) {
  std::error_code error;
  const bool own = given.empty() && fs::is_regular_file(kOwnSystem, error);
  return own ? fs::path(kOwnSystem) : given;
}

Result<std::vector<fs::path>> scenarios_or_own(const std::vector<fs::path>& given) {
  std::error_code error;
  if (!given.empty()) return given;
  if (fs::is_directory(kOwnScenarios, error)) return std::vector<fs::path>{kOwnScenarios};
  return usage_error(
      "which scenario?",
      "misfire scenarios lists those of the library; misfire init writes a first one for the "
      "configurations of this folder");
}

}  // namespace misfire
