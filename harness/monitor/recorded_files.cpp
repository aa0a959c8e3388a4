#include "monitor/recorded_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "history/crc32.hpp"

namespace misfire {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 30;
constexpr std::array<const char*, 3> kFolders{"config/alertmanager", "config/prometheus",
                                              "metrics"};

std::string checksum(std::string_view bytes) {
  return fmt::format("{:08x}", crc32(bytes));
}

}  // namespace

Result<Checksums> checksums_of(const fs::path& run_folder) {
  Checksums all;
  for (const char* folder : kFolders) {
    std::error_code error;
    fs::recursive_directory_iterator at(run_folder / folder, error);
    for (; !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
      const std::string path = at->path().lexically_relative(run_folder).generic_string();
      if (at->is_symlink() || !at->is_regular_file() || !is_recorded_path(path)) continue;
      const auto bytes = read_file(at->path(), kMostBytes);
      if (!bytes) return tl::unexpected(bytes.error());
      all[path] = checksum(*bytes);
    }
    if (error) {
      return environment_error(
          fmt::format("{} cannot be read: {}", (run_folder / folder).string(), error.message()));
    }
  }
  return all;
}

bool is_recorded_path(const std::string& path) {
  const fs::path plain = fs::path(path).lexically_normal();
  return plain.generic_string() == path && path != std::string("metrics/") + kRecordingFile &&
         std::any_of(kFolders.begin(), kFolders.end(), [&](const char* folder) {
           return path.starts_with(std::string(folder) + "/") && plain.has_filename();
         });
}

Result<std::map<std::string, std::string>> read_recorded_files(const fs::path& run_folder,
                                                               const Checksums& checksums,
                                                               const std::string& under) {
  std::map<std::string, std::string> files;
  for (const auto& [path, expected] : checksums) {
    if (!path.starts_with(under + "/")) continue;
    const auto refuse = [&, &name = path](const std::string& why) {
      return usage_error(fmt::format("{} {}", name, why),
                         "get the recording again, or run the scenario again");
    };
    std::error_code error;
    if (fs::is_symlink(run_folder / path, error)) return refuse("is no file of a recording");
    if (!fs::exists(run_folder / path, error)) return refuse("is missing");
    auto bytes = read_file(run_folder / path, kMostBytes);
    if (!bytes) return refuse("cannot be read: " + bytes.error().message);
    if (checksum(*bytes) != expected) return refuse("is damaged: it is not what was recorded");
    files[path.substr(under.size() + 1)] = std::move(*bytes);
  }
  return files;
}

}  // namespace misfire
