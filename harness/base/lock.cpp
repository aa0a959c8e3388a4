#include "base/lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>

namespace misfire {

Result<std::optional<Descriptor>> lock(const fs::path& path) {
  Descriptor held(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!held) {
    return environment_error(
        fmt::format("cannot open {}: {}", path.string(), std::strerror(errno)));
  }
  while (::flock(held.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno == EWOULDBLOCK) return std::optional<Descriptor>();
    return environment_error(fmt::format("cannot lock {}: {}", path.string(), std::strerror(errno)),
                             "its file system must know flock(2)");
  }
  return std::optional<Descriptor>(std::move(held));
}

}  // namespace misfire
