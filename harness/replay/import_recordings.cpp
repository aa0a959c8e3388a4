// Recordings out of an archive, which is somebody else's.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <random>
#include <set>

#include "base/descriptor.hpp"
#include "base/interrupt.hpp"
#include "replay/archive_format.hpp"
#include "replay/recording_archive.hpp"

namespace misfire {
namespace {

class Reader {
 public:
  Reader(const fs::path& from, const fs::path& to, const ArchiveLimits& limits)
      : from_(from), to_(to), limits_(limits), archive_(::archive_read_new()) {}

  /// The names of the runs.
  Result<std::set<std::string>> run() {
    ::archive_read_support_format_tar(archive_.get());
    ::archive_read_support_filter_zstd(archive_.get());
    ::archive_read_support_filter_gzip(archive_.get());
    ::archive_read_set_options(archive_.get(), kAnyName);
    // Not blocking: nobody may ever write into a named pipe.
    const Descriptor file(::open(from_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file) return refuse(std::strerror(errno));
    struct stat status = {};
    if (::fstat(file.get(), &status) != 0) return refuse(std::strerror(errno));
    if (!S_ISREG(status.st_mode)) return refuse("it is not a regular file");
    if (::archive_read_open_fd(archive_.get(), file.get(), 1u << 16) != ARCHIVE_OK) {
      return refuse(complaint_of(archive_.get()));
    }
    archive_entry* entry = nullptr;
    int next = ARCHIVE_OK;
    // A warning: an attribute, or a form of a name, that does not matter here.
    while ((next = ::archive_read_next_header(archive_.get(), &entry)) == ARCHIVE_OK ||
           next == ARCHIVE_WARN) {
      if (auto go_on = not_interrupted(); !go_on) return tl::unexpected(go_on.error());
      if (auto taken = take(entry); !taken) return tl::unexpected(taken.error());
    }
    if (next != ARCHIVE_EOF) return refuse("it is damaged: " + complaint_of(archive_.get()));
    if (runs_.empty()) return refuse("there is no recording in it");
    if (checked_ != 0 && checked_ != seen_.size()) {
      return refuse("it is damaged: some of its files have no checksum");
    }
    return runs_;
  }

 private:
  tl::unexpected<Error> refuse(const std::string& reason) const {
    return usage_error(fmt::format("{} cannot be imported: {}", shown_name(from_.string()), reason),
                       "misfire recordings export makes such a file");
  }

  Result<void> take(archive_entry* entry) {
    const char* told = ::archive_entry_pathname(entry);
    if (told == nullptr) told = ::archive_entry_pathname_utf8(entry);
    const fs::path path = told != nullptr ? told : "";
    const std::string quoted = shown_name(path.string());
    if (++files_ > limits_.files) return refuse("it holds too many files");
    const auto type = ::archive_entry_filetype(entry);
    if (type == AE_IFDIR) return {};  // made as they are needed
    const bool linked = ::archive_entry_hardlink(entry) != nullptr;
    if (type != AE_IFREG || linked) return refuse(fmt::format("\"{}\" is no plain file", quoted));
    if (!belongs_to_recording(path)) {
      return refuse(fmt::format("\"{}\" is no file of a recording", quoted));
    }
    const std::string name = path.lexically_normal();  // run//plan.json is run/plan.json
    if (!seen_.insert(name).second) return refuse(fmt::format("\"{}\" is in it twice", quoted));
    for (fs::path above = fs::path(name).parent_path(); !above.empty();
         above = above.parent_path()) {
      folders_.insert(above);
      if (seen_.contains(above)) {
        return refuse(fmt::format("\"{}\" is in it as a file and as a folder", shown_name(above)));
      }
    }
    if (folders_.contains(name)) {
      return refuse(fmt::format("\"{}\" is in it as a file and as a folder", quoted));
    }
    std::string bytes;
    std::array<char, 1u << 16> block{};
    for (;;) {
      const auto got = ::archive_read_data(archive_.get(), block.data(), block.size());
      if (got < 0) return refuse("it is damaged: " + complaint_of(archive_.get()));
      if (got == 0) break;
      bytes.append(block.data(), static_cast<std::size_t>(got));
      bytes_ += got;
      if (bytes_ > limits_.bytes || static_cast<std::int64_t>(bytes.size()) > limits_.file_bytes) {
        return refuse(fmt::format("it is too large, at \"{}\"", quoted));
      }
    }
    if (const auto told_sum = checksum_of(entry)) {
      ++checked_;
      if (*told_sum != archive_checksum(bytes)) {
        return refuse(fmt::format("it is damaged: \"{}\" is not what was exported", quoted));
      }
    }
    const fs::path file = to_ / name;
    runs_.insert(steps_of(fs::path(name)).front().string());
    return make_folder(file.parent_path()).and_then([&] { return write_file(file, bytes); });
  }

  /// Archives of older versions have none.
  static std::optional<std::string> checksum_of(archive_entry* entry) {
    const char* name = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    ::archive_entry_xattr_reset(entry);
    while (::archive_entry_xattr_next(entry, &name, &value, &size) == ARCHIVE_OK) {
      if (name != nullptr && std::string_view(name) == kChecksum) {
        return std::string(static_cast<const char*>(value), size);
      }
    }
    return {};
  }

  fs::path from_, to_;
  ArchiveLimits limits_;
  OwnedArchive<archive> archive_;
  std::int64_t files_ = 0, bytes_ = 0;
  std::size_t checked_ = 0;  ///< files that had a checksum
  std::set<std::string> seen_, folders_, runs_;
};

/// A folder that goes again where nothing came into it, with those above it that are not there yet.
class Target {
 public:
  explicit Target(const fs::path& folder) {
    std::error_code error;
    for (fs::path at = fs::absolute(folder).lexically_normal();
         !at.empty() && !fs::exists(at, error) && at != at.parent_path(); at = at.parent_path()) {
      fresh_.push_back(at);
    }
  }
  ~Target() {
    std::error_code ignored;
    for (const fs::path& at : fresh_) fs::remove(at, ignored);  // empty ones only
  }
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

 private:
  std::vector<fs::path> fresh_;  ///< the deepest first
};

}  // namespace

Result<std::vector<fs::path>> import_recordings(const fs::path& archive, const fs::path& to,
                                                const RunCheck& check,
                                                const ArchiveLimits& limits) {
  const Target target(to);
  std::random_device device;
  const Aside aside(to / fmt::format(".import-{:08x}", device()));
  if (auto made = make_folder(aside.path); !made) return tl::unexpected(made.error());
  const auto runs = Reader(archive, aside.path, limits).run();
  if (!runs) return tl::unexpected(runs.error());
  std::error_code error;
  for (const std::string& run : *runs) {
    if (fs::exists(to / run, error)) {
      return usage_error(fmt::format("{} is there already", (to / run).string()),
                         "give another folder: --reports FOLDER");
    }
    if (!fs::exists(aside.path / run / "plan.json", error)) {
      return usage_error(
          fmt::format("{} cannot be imported: {} in it is no whole run", archive.string(), run));
    }
    if (auto go_on = not_interrupted(); !go_on) return tl::unexpected(go_on.error());
    if (const auto fine = check ? check(aside.path / run) : Checked<void>(); !fine) {
      Error why = fine.error().front();
      why.code = ErrorCode::usage;
      why.where.reset();  // it goes again
      why.message = fmt::format("{} cannot be imported: {} in it is no whole run: {}",
                                archive.string(), run, why.message);
      return tl::unexpected(std::move(why));
    }
  }
  std::vector<fs::path> made;
  for (const std::string& run : *runs) {
    fs::rename(aside.path / run, to / run, error);
    if (error) {
      return environment_error(
          fmt::format("{} cannot be made: {}", (to / run).string(), error.message()));
    }
    made.push_back(to / run);
  }
  return made;
}

}  // namespace misfire
