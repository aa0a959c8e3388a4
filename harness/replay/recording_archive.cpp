#include "replay/recording_archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <set>

#include "base/descriptor.hpp"
#include "base/interrupt.hpp"
#include "history/crc32.hpp"

namespace misfire {
namespace {

constexpr std::size_t kMostOfAFile = std::size_t{1} << 30;
constexpr std::array<std::string_view, 5> kFiles{"plan.json", "history.jsonl", "logins.bin",
                                                 "report.json", "replay.json"};
constexpr std::array<std::string_view, 2> kFolders{"config", "metrics"};

// libarchive's zstd writes no checksums: each file carries that of its bytes as an attribute.
constexpr char kChecksum[] = "user.misfire.crc32";
// Names are bytes on this system, whatever the locale: misfire sets none.
constexpr char kAnyName[] = "hdrcharset=BINARY";
constexpr std::size_t kDeepest = 24;    // RUN/metrics/BLOCK/chunks/000001 has five steps
constexpr std::size_t kLongest = 1500;  // of a path: what it lies in has a name as well

struct Free {
  void operator()(archive* a) const { ::archive_free(a); }
  void operator()(archive_entry* e) const { ::archive_entry_free(e); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

std::string why(archive* a) {
  const char* said = ::archive_error_string(a);
  return said != nullptr ? said : "unknown reason";
}

std::vector<fs::path> steps_of(const fs::path& path) {
  return {path.begin(), path.end()};
}

std::string checksum(std::string_view bytes) {
  return fmt::format("{:08x}", crc32(bytes));
}

bool is_control(unsigned char c) {
  return c < 0x20 || c == 0x7F;
}

/// Somebody else's name on a terminal.
std::string shown(const std::string& name) {
  constexpr std::size_t kMost = 200;
  std::string text;
  for (const char c : name.substr(0, kMost)) {
    const auto byte = static_cast<unsigned char>(c);
    text += is_control(byte) ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
  }
  return name.size() > kMost ? text + "…" : text;
}

/// report.json tells where its run lies: not in an archive.
std::string without_folder(std::string report, const std::string& name) {
  auto json = nlohmann::ordered_json::parse(report, nullptr, false);
  if (!json.is_object()) return report;
  json["folder"] = name;
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

// ---- export ----

class Writer {
 public:
  explicit Writer(const fs::path& to) : to_(to), archive_(::archive_write_new()) {}

  Result<void> open() {
    ::archive_write_set_format_pax(archive_.get());
    ::archive_write_set_options(archive_.get(), kAnyName);
    if (::archive_write_add_filter_zstd(archive_.get()) != ARCHIVE_OK ||
        ::archive_write_open_filename(archive_.get(), to_.c_str()) != ARCHIVE_OK) {
      return environment_error(
          fmt::format("{} cannot be written: {}", to_.string(), why(archive_.get())));
    }
    return {};
  }

  Result<void> add(const std::string& path, const std::string& bytes) {
    const Owned<archive_entry> entry(::archive_entry_new());
    ::archive_entry_set_pathname(entry.get(), path.c_str());
    ::archive_entry_set_filetype(entry.get(), AE_IFREG);
    ::archive_entry_set_perm(entry.get(), 0600);
    ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
    const std::string sum = checksum(bytes);
    ::archive_entry_xattr_add_entry(entry.get(), kChecksum, sum.data(), sum.size());
    if (::archive_write_header(archive_.get(), entry.get()) != ARCHIVE_OK ||
        ::archive_write_data(archive_.get(), bytes.data(), bytes.size()) !=
            static_cast<la_ssize_t>(bytes.size())) {
      return environment_error(
          fmt::format("{} cannot be written: {}", to_.string(), why(archive_.get())));
    }
    return {};
  }

  Result<void> close() {
    if (::archive_write_close(archive_.get()) == ARCHIVE_OK) return {};
    return environment_error(
        fmt::format("{} cannot be written: {}", to_.string(), why(archive_.get())));
  }

 private:
  fs::path to_;
  Owned<archive> archive_;
};

/// One of the files of a recording, or something below its folders. What is hidden is nobody's.
bool is_part(const fs::path& inside) {
  const std::string first = *inside.begin();
  if (std::find(kFiles.begin(), kFiles.end(), first) != kFiles.end()) return true;
  return std::find(kFolders.begin(), kFolders.end(), first) != kFolders.end() &&
         inside.filename().native()[0] != '.';
}

/// The files of a run's folder that belong to its recording, sorted, relative to it. An archive
/// without what a link leads to would be a recording that lost something.
Result<std::vector<fs::path>> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(folder, error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const fs::path inside = at->path().lexically_relative(folder);
    if (!is_part(inside) || (at->is_directory() && !at->is_symlink())) continue;
    if (at->is_symlink() || !at->is_regular_file()) {
      return usage_error(fmt::format("{} is no plain file or folder", shown(at->path().string())),
                         "put what it leads to in its place");
    }
    if (!belongs_to_recording("run" / inside)) {
      return usage_error(fmt::format("{} cannot stand in an archive", shown(at->path().string())));
    }
    files.push_back(inside);
  }
  if (error) {
    return environment_error(
        fmt::format("{} cannot be read: {}", shown(folder.string()), error.message()));
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result<void> add_run(Writer& writer, const fs::path& folder, const std::string& name) {
  const auto files = files_of(folder);
  if (!files) return tl::unexpected(files.error());
  for (const fs::path& file : *files) {
    if (auto go_on = not_interrupted(); !go_on) return go_on;
    auto bytes = read_file(folder / file, kMostOfAFile);
    if (!bytes) return tl::unexpected(bytes.error());
    if (file == "report.json") *bytes = without_folder(std::move(*bytes), name);
    if (auto added = writer.add(name + "/" + file.generic_string(), *bytes); !added) return added;
  }
  return {};
}

// ---- import ----

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
      return refuse(why(archive_.get()));
    }
    archive_entry* entry = nullptr;
    int next = ARCHIVE_OK;
    // A warning: an attribute, or a form of a name, that does not matter here.
    while ((next = ::archive_read_next_header(archive_.get(), &entry)) == ARCHIVE_OK ||
           next == ARCHIVE_WARN) {
      if (auto go_on = not_interrupted(); !go_on) return tl::unexpected(go_on.error());
      if (auto taken = take(entry); !taken) return tl::unexpected(taken.error());
    }
    if (next != ARCHIVE_EOF) return refuse("it is damaged: " + why(archive_.get()));
    if (runs_.empty()) return refuse("there is no recording in it");
    if (checked_ != 0 && checked_ != seen_.size()) {
      return refuse("it is damaged: some of its files have no checksum");
    }
    return runs_;
  }

 private:
  tl::unexpected<Error> refuse(const std::string& reason) const {
    return usage_error(fmt::format("{} cannot be imported: {}", shown(from_.string()), reason),
                       "misfire recordings export makes such a file");
  }

  Result<void> take(archive_entry* entry) {
    const char* told = ::archive_entry_pathname(entry);
    if (told == nullptr) told = ::archive_entry_pathname_utf8(entry);
    const fs::path path = told != nullptr ? told : "";
    const std::string quoted = shown(path.string());
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
        return refuse(fmt::format("\"{}\" is in it as a file and as a folder", shown(above)));
      }
    }
    if (folders_.contains(name)) {
      return refuse(fmt::format("\"{}\" is in it as a file and as a folder", quoted));
    }
    std::string bytes;
    std::array<char, 1u << 16> block{};
    for (;;) {
      const auto got = ::archive_read_data(archive_.get(), block.data(), block.size());
      if (got < 0) return refuse("it is damaged: " + why(archive_.get()));
      if (got == 0) break;
      bytes.append(block.data(), static_cast<std::size_t>(got));
      bytes_ += got;
      if (bytes_ > limits_.bytes || static_cast<std::int64_t>(bytes.size()) > limits_.file_bytes) {
        return refuse(fmt::format("it is too large, at \"{}\"", quoted));
      }
    }
    if (const auto told_sum = checksum_of(entry)) {
      ++checked_;
      if (*told_sum != checksum(bytes)) {
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
  Owned<archive> archive_;
  std::int64_t files_ = 0, bytes_ = 0;
  std::size_t checked_ = 0;  ///< files that had a checksum
  std::set<std::string> seen_, folders_, runs_;
};

/// A folder beside the target that goes again.
struct Aside {
  explicit Aside(fs::path p) : path(std::move(p)) {}
  ~Aside() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  Aside(const Aside&) = delete;
  Aside& operator=(const Aside&) = delete;
  fs::path path;
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

bool belongs_to_recording(const fs::path& path) {
  const auto steps = steps_of(path);
  const std::string& text = path.native();
  if (path.is_absolute() || steps.size() < 2 || steps.size() > kDeepest || text.size() > kLongest) {
    return false;
  }
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return is_control(static_cast<unsigned char>(c)); })) {
    return false;
  }
  for (const fs::path& step : steps) {
    if (step.empty() || step.native()[0] == '.' || step.native().size() > 200) return false;
  }
  const std::string second = steps[1];
  if (steps.size() == 2) return std::find(kFiles.begin(), kFiles.end(), second) != kFiles.end();
  return std::find(kFolders.begin(), kFolders.end(), second) != kFolders.end();
}

Result<void> export_recordings(const std::vector<fs::path>& run_folders, const fs::path& to) {
  std::error_code error;
  if (fs::exists(to, error)) {
    return usage_error(fmt::format("{} is there already", to.string()), "give another name");
  }
  std::map<std::string, fs::path> names;
  for (const fs::path& folder : run_folders) {
    const std::string name = fs::absolute(folder).lexically_normal().filename();
    if (!belongs_to_recording(fs::path(name) / "plan.json")) {
      return usage_error(
          fmt::format("{} has a name that cannot stand in an archive", shown(folder.string())));
    }
    const auto [other, fresh] = names.emplace(name, folder);
    if (fresh) continue;
    if (fs::equivalent(other->second, folder, error)) {
      return usage_error(fmt::format("the run {} is given twice", folder.string()));
    }
    return usage_error(fmt::format("{} and {} have the same name, which an archive holds once",
                                   other->second.string(), folder.string()),
                       "export them to two files");
  }
  if (to.has_parent_path()) {
    if (auto made = make_folder(to.parent_path()); !made) return made;
  }
  fs::path unfinished = to;
  unfinished += ".part";
  const Aside aside(unfinished);
  Writer writer(unfinished);
  if (auto opened = writer.open(); !opened) return opened;
  for (const fs::path& folder : run_folders) {
    const std::string name = fs::absolute(folder).lexically_normal().filename();
    if (auto added = add_run(writer, folder, name); !added) return added;
  }
  if (auto closed = writer.close(); !closed) return closed;
  fs::rename(unfinished, to, error);
  if (!error) return {};
  return environment_error(fmt::format("{} cannot be made: {}", to.string(), error.message()));
}

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
