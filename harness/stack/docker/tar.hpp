// Tar archives in memory: how files get into a container, an image's build context, and out again.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

struct TarEntry {
  std::string bytes;
  int mode = 0600;
  int owner = 0;  ///< user and group
  bool folder = false;
};

/// Path → entry; folders that lie above a file need not be named.
Result<std::string> make_tar(const std::map<std::string, TarEntry>&);

/// Unpacks regular files and folders below `to` (0600, 0700), without the first component of their
/// paths, as the daemon hands out a folder. Anything else, and a path that would leave `to`, is an
/// error: the archive comes from a container.
Result<void> unpack_tar(std::string_view tar, const fs::path& to);

}  // namespace misfire
