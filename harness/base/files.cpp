#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/descriptor.hpp"
#include "base/durable.hpp"

namespace misfire {
namespace {

/// What to do about it; `reading` what should be there already, else a place to write to.
std::string way_out(int error, bool reading) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "free some disk space and run again";
    case EACCES:
    case EPERM:
    case EROFS:
      return "check the permissions";
    case ENOENT:
      return reading ? "is the path right?" : "name a folder in which files can be made";
    case ENOTDIR:
      return "a part of the path is a file and no folder: name another";
    case EEXIST:
    case EISDIR:
      return "something else is there already: name another";
    case ELOOP:
      return "a symbolic link leads back to itself: correct it";
    case ENAMETOOLONG:
      return "choose a shorter name";
    case EFBIG:
      return "raise the limit of file sizes (ulimit -f)";
    case EMFILE:
    case ENFILE:
      return "raise the limit of open files (ulimit -n)";
    default:
      return reading ? "is the disk in order?" : "is the disk in order? If so, name another folder";
  }
}

tl::unexpected<Error> os_error(std::string_view what, const fs::path& path, int error) {
  return environment_error(
      fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(error)),
      way_out(error, what == "read"));
}

Result<void> write(const fs::path& path, std::string_view bytes, bool durably) {
  std::string beside = path.string() + kUnfinished + "XXXXXX";
  const Descriptor file(::mkostemp(beside.data(), O_CLOEXEC));  // mode 0600
  if (!file) return os_error("write", path, errno);
  const auto give_up = [&](int error) {
    ::unlink(beside.c_str());
    return os_error("write", path, error);
  };
  while (!bytes.empty()) {
    const ssize_t n = ::write(file.get(), bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return give_up(errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  // Before the rename: else the name could reach the disk before the bytes do.
  if (durably && ::fsync(file.get()) != 0) return give_up(errno);
  if (::rename(beside.c_str(), path.c_str()) != 0) return give_up(errno);
  return {};
}

}  // namespace

Result<std::string> read_file(const fs::path& path, std::size_t limit) {
  // Not blocking: a named pipe without a writer would otherwise hold up everything.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return os_error("read", path, errno);
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) return os_error("read", path, errno);
  if (S_ISDIR(status.st_mode)) return usage_error(fmt::format("{} is a folder", path.string()));
  if (!S_ISREG(status.st_mode)) {
    return usage_error(fmt::format("{} is not a regular file", path.string()),
                       "pipes and devices are not read: write it to a file first");
  }
  std::string bytes;
  char block[65536];
  for (;;) {
    const ssize_t n = ::read(file.get(), block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return os_error("read", path, errno);
    if (n == 0) return bytes;
    bytes.append(block, static_cast<std::size_t>(n));
    if (bytes.size() > limit) {
      return usage_error(fmt::format("{} is larger than {} MiB", path.string(), limit >> 20),
                         "is this the right file?");
    }
  }
}

Result<void> write_file(const fs::path& path, std::string_view bytes) {
  return write(path, bytes, false);
}

Result<void> write_file_durably(const fs::path& path, std::string_view bytes) {
  if (auto written = write(path, bytes, true); !written) return written;
  return flush_folder(path.parent_path());
}

Result<void> flush_folder(const fs::path& path) {
  const fs::path folder = path.empty() ? fs::path(".") : path;
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened) return os_error("flush folder", folder, errno);
  // EINVAL: a file system that keeps no names to flush.
  if (::fsync(opened.get()) != 0 && errno != EINVAL) return os_error("flush folder", folder, errno);
  return {};
}

Result<void> write_files(const fs::path& folder, const std::map<std::string, std::string>& files) {
  for (const auto& [name, bytes] : files) {
    const fs::path file = folder / name;
    if (auto made = make_folder(file.parent_path()); !made) return made;
    if (auto written = write_file(file, bytes); !written) return written;
  }
  return {};
}

Result<void> make_folder(const fs::path& path) {
  fs::path so_far;
  for (const fs::path& step : path) {
    so_far /= step;
    if (::mkdir(so_far.c_str(), 0700) != 0 && errno != EEXIST) {
      std::error_code ignored;
      if (!fs::is_directory(so_far, ignored)) return os_error("create folder", so_far, errno);
    }
  }
  std::error_code error;
  if (!fs::is_directory(path, error)) return os_error("create folder", path, ENOTDIR);
  return {};
}

fs::path program_folder() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path();
}

Result<fs::path> find_program(std::string_view name, std::string_view package) {
  const auto runnable = [](const fs::path& p) {
    std::error_code error;
    return fs::is_regular_file(p, error) && ::access(p.c_str(), X_OK) == 0;
  };
  if (name.find('/') != std::string_view::npos) {
    const fs::path path(name);
    if (runnable(path)) return path;
    std::error_code error;
    if (fs::is_regular_file(path, error)) {
      return environment_error(fmt::format("{} is not executable", name),
                               fmt::format("is it the right file? If so: chmod +x {}", name));
    }
    if (fs::exists(path, error)) {
      return environment_error(fmt::format("{} is no program", name), "name the file itself");
    }
  } else {
    const char* path = std::getenv("PATH");
    std::string folders = path ? path : "/usr/local/bin:/usr/bin:/bin";
    folders += ":/usr/sbin:/sbin";
    for (std::size_t at = 0; at <= folders.size();) {
      const std::size_t end = std::min(folders.find(':', at), folders.size());
      const std::string folder = folders.substr(at, end - at);
      at = end + 1;
      if (!folder.empty() && runnable(fs::path(folder) / name)) return fs::path(folder) / name;
    }
  }
  return environment_error(
      fmt::format("the program \"{}\" is not installed", name),
      package.empty() ? std::string()
                      : fmt::format("install it: apt-get install {}, or scripts/setup", package));
}

}  // namespace misfire
