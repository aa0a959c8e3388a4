#include "replay/recording_archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "base/interrupt.hpp"

namespace misfire {
namespace {

constexpr std::size_t kMostOfAFile = std::size_t{1} << 30;
constexpr std::array<std::string_view, 5> kFiles{"plan.json", "history.jsonl", "logins.bin",
                                                 "report.json", "replay.json"};
constexpr std::array<std::string_view, 2> kFolders{"config", "metrics"};

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
    ::archive_write_set_format_pax_restricted(archive_.get());
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

/// The files of a run's folder that belong to its recording, sorted, relative to it.
std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(folder, error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const fs::path inside = at->path().lexically_relative(folder);
    if (!at->is_symlink() && at->is_regular_file() && belongs_to_recording("run" / inside)) {
      files.push_back(inside);
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

Result<void> add_run(Writer& writer, const fs::path& folder, const std::string& name) {
  for (const fs::path& file : files_of(folder)) {
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
    if (::archive_read_open_filename(archive_.get(), from_.c_str(), 1u << 16) != ARCHIVE_OK) {
      return refuse(why(archive_.get()));
    }
    archive_entry* entry = nullptr;
    int next = ARCHIVE_OK;
    while ((next = ::archive_read_next_header(archive_.get(), &entry)) == ARCHIVE_OK) {
      if (auto go_on = not_interrupted(); !go_on) return tl::unexpected(go_on.error());
      if (auto taken = take(entry); !taken) return tl::unexpected(taken.error());
    }
    if (next != ARCHIVE_EOF) return refuse("it is damaged: " + why(archive_.get()));
    if (runs_.empty()) return refuse("there is no recording in it");
    return runs_;
  }

 private:
  tl::unexpected<Error> refuse(const std::string& reason) const {
    return usage_error(fmt::format("{} cannot be imported: {}", from_.string(), reason),
                       "misfire recordings export makes such a file");
  }

  Result<void> take(archive_entry* entry) {
    const char* told = ::archive_entry_pathname(entry);
    const std::string name = told != nullptr ? told : "";
    if (++files_ > limits_.files) return refuse("it holds too many files");
    const auto type = ::archive_entry_filetype(entry);
    if (type == AE_IFDIR) return {};  // made as they are needed
    const bool linked = ::archive_entry_hardlink(entry) != nullptr;
    if (type != AE_IFREG || linked) return refuse(fmt::format("\"{}\" is no plain file", name));
    if (!belongs_to_recording(name)) {
      return refuse(fmt::format("\"{}\" is no file of a recording", name));
    }
    if (!seen_.insert(name).second) return refuse(fmt::format("\"{}\" is in it twice", name));
    std::string bytes;
    std::array<char, 1u << 16> block{};
    for (;;) {
      const auto got = ::archive_read_data(archive_.get(), block.data(), block.size());
      if (got < 0) return refuse("it is damaged: " + why(archive_.get()));
      if (got == 0) break;
      bytes.append(block.data(), static_cast<std::size_t>(got));
      bytes_ += got;
      if (bytes_ > limits_.bytes || static_cast<std::int64_t>(bytes.size()) > limits_.file_bytes) {
        return refuse(fmt::format("it is too large, at \"{}\"", name));
      }
    }
    const fs::path file = to_ / name;
    runs_.insert(steps_of(fs::path(name)).front().string());
    return make_folder(file.parent_path()).and_then([&] { return write_file(file, bytes); });
  }

  fs::path from_, to_;
  ArchiveLimits limits_;
  Owned<archive> archive_;
  std::int64_t files_ = 0, bytes_ = 0;
  std::set<std::string> seen_, runs_;
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

}  // namespace

bool belongs_to_recording(const fs::path& path) {
  const auto steps = steps_of(path);
  if (path.is_absolute() || steps.size() < 2 || path.native().find('\0') != std::string::npos) {
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
  std::set<std::string> names;
  for (const fs::path& folder : run_folders) {
    const std::string name = fs::absolute(folder).lexically_normal().filename();
    if (!names.insert(name).second || !belongs_to_recording(fs::path(name) / "plan.json")) {
      return usage_error(
          fmt::format("{} has a name that cannot stand in an archive, or stands "
                      "there already",
                      folder.string()));
    }
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
                                                const ArchiveLimits& limits) {
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
