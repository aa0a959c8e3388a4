#include "history/recorder.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/durable.hpp"

namespace misfire {
namespace {

Error failure(const char* what, int error) {
  std::string hint;
  if (error == ENOSPC) hint = "free some disk space and run again";
  // A kernel that makes a broken file system read-only has lost what was not written back yet.
  if (error == EROFS || error == EIO) hint = "the disk fails: the kernel's log (dmesg) tells more";
  return {ErrorCode::environment,
          fmt::format("the history cannot be {}: {}", what, std::strerror(error)),
          hint,
          {}};
}

}  // namespace

Result<std::unique_ptr<Recorder>> Recorder::open(const fs::path& file, const Clock& clock) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) {
    return environment_error(
        fmt::format("cannot write the history {}: {}", file.string(), std::strerror(errno)));
  }
  std::unique_ptr<Recorder> recorder(new Recorder(fd, clock));
  // A file that is not in its folder is as lost as an empty one.
  if (auto kept = flush_folder(file.parent_path()); !kept) return tl::unexpected(kept.error());
  return recorder;
}

Recorder::Recorder(int fd, const Clock& clock) : fd_(fd), clock_(clock) {}
Recorder::~Recorder() {
  ::close(fd_);
}

Result<Event> Recorder::record(Fact fact) {
  return record(clock_.now(), std::move(fact));
}

Result<Event> Recorder::record(Instant at, Fact fact) {
  if (broken_) return tl::unexpected(*broken_);
  Event event{at, clock_.now(), std::move(fact)};
  const std::string line = encode(event, link_);
  link_ = after(link_, line);
  const std::string bytes = line + "\n";
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const ssize_t n = ::write(fd_, rest.data(), rest.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      broken_ = failure("written", errno);
      return tl::unexpected(*broken_);
    }
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  if (std::holds_alternative<PhaseBegan>(event.fact) ||
      std::holds_alternative<RunEnded>(event.fact)) {
    if (auto kept = sync(); !kept) return tl::unexpected(kept.error());
  }
  return event;
}

Result<void> Recorder::sync() {
  if (broken_) return tl::unexpected(*broken_);
  if (::fsync(fd_) != 0 && errno != EINVAL) {  // EINVAL: not a file, cannot be flushed
    // The kernel tells a failed write-back once only, so it is kept like a failed write.
    broken_ = failure("flushed", errno);
    return tl::unexpected(*broken_);
  }
  return {};
}

}  // namespace misfire
