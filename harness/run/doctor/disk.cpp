// Room and permission where runs and misfire's own notes go.
#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/state_folder.hpp"
#include "run/doctor.hpp"

namespace misfire {
namespace {

constexpr double kMiB = 1024.0 * 1024.0;
constexpr double kARun = 100;  // MiB: scratch and what is kept of a run of some minutes, with room

fs::path existing_part_of(fs::path path) {
  std::error_code error;
  for (path = fs::absolute(path, error); !fs::exists(path, error) && path.has_relative_path();) {
    path = path.parent_path();
  }
  return path;
}

Examined room(const std::string& about, const fs::path& wanted) {
  const fs::path folder = existing_part_of(wanted);
  struct statvfs info = {};
  if (::statvfs(folder.c_str(), &info) != 0 || ::access(folder.c_str(), W_OK | X_OK) != 0) {
    return {Examined::State::bad, about, fmt::format("{} cannot be written", folder.string()),
            "give another folder: --reports FOLDER"};
  }
  const double free =
      static_cast<double>(info.f_bavail) * static_cast<double>(info.f_frsize) / kMiB;
  const std::string what = free >= 10 * 1024
                               ? fmt::format("{:.0f} GiB free in {}", free / 1024, folder.string())
                               : fmt::format("{:.0f} MiB free in {}", free, folder.string());
  if (free < kARun || (info.f_files > 0 && info.f_favail < 2000)) {
    return {Examined::State::bad, about, what,
            fmt::format("a run needs about {:.0f} MiB and some hundred files", kARun)};
  }
  return {Examined::State::good, about, what, ""};
}

}  // namespace

Examination examine_disk(const fs::path& reports) {
  Examination findings{room("reports", reports)};
  const auto state = state_folder();
  if (state) {
    findings.push_back(room("state", *state));
  } else {
    findings.push_back({Examined::State::bad, "state", state.error().message, state.error().hint});
  }
  return findings;
}

}  // namespace misfire
