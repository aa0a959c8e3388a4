#include "base/bare_environment.hpp"

#include <cstdlib>

namespace misfire {

std::map<std::string, std::string> bare_environment(const std::filesystem::path& home) {
  const char* path = std::getenv("PATH");
  return {{"PATH", path != nullptr ? path : "/usr/sbin:/usr/bin:/sbin:/bin"},
          {"LC_ALL", "C"},
          {"HOME", home.empty() ? "/" : home.string()}};
}

}  // namespace misfire
