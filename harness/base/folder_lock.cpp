#include "base/folder_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>

namespace misfire {

Result<std::optional<Descriptor>> lock_folder(const fs::path& folder) {
  Descriptor held(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!held) {
    return environment_error(
        fmt::format("cannot open the folder {}: {}", folder.string(), std::strerror(errno)));
  }
  while (::flock(held.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno == EWOULDBLOCK) return std::optional<Descriptor>();
    return environment_error(
        fmt::format("cannot lock the folder {}: {}", folder.string(), std::strerror(errno)),
        "its file system must know flock(2)");
  }
  return std::optional<Descriptor>(std::move(held));
}

}  // namespace misfire
