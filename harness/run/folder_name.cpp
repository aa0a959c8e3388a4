#include "run/folder_name.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>
#include <random>

namespace misfire {

std::string new_run_id() {
  std::random_device device;
  return fmt::format("{:08x}", device());
}

std::string folder_name(const std::string& of, const std::string& id) {
  const std::time_t now = std::time(nullptr);
  return fmt::format("{:%Y%m%dT%H%M%SZ}-{}-{}", fmt::gmtime(now), of, id);
}

}  // namespace misfire
