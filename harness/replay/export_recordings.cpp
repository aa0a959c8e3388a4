// Recordings into an archive.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/interrupt.hpp"
#include "replay/archive_format.hpp"
#include "replay/recording_archive.hpp"

namespace misfire {
namespace {

constexpr std::size_t kMostOfAFile = std::size_t{1} << 30;

/// report.json tells where its run lies: not in an archive.
std::string without_folder(std::string report, const std::string& name) {
  auto json = nlohmann::ordered_json::parse(report, nullptr, false);
  if (!json.is_object()) return report;
  json["folder"] = name;
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

class Writer {
 public:
  explicit Writer(const fs::path& to) : to_(to), archive_(::archive_write_new()) {}

  Result<void> open() {
    ::archive_write_set_format_pax(archive_.get());
    ::archive_write_set_options(archive_.get(), kAnyName);
    if (::archive_write_add_filter_zstd(archive_.get()) != ARCHIVE_OK ||
        ::archive_write_open_filename(archive_.get(), to_.c_str()) != ARCHIVE_OK) {
      return environment_error(
          fmt::format("{} cannot be written: {}", to_.string(), complaint_of(archive_.get())));
    }
    return {};
  }

  Result<void> add(const std::string& path, const std::string& bytes) {
    const OwnedArchive<archive_entry> entry(::archive_entry_new());
    ::archive_entry_set_pathname(entry.get(), path.c_str());
    ::archive_entry_set_filetype(entry.get(), AE_IFREG);
    ::archive_entry_set_perm(entry.get(), 0600);
    ::archive_entry_set_size(entry.get(), static_cast<la_int64_t>(bytes.size()));
    const std::string sum = archive_checksum(bytes);
    ::archive_entry_xattr_add_entry(entry.get(), kChecksum, sum.data(), sum.size());
    if (::archive_write_header(archive_.get(), entry.get()) != ARCHIVE_OK ||
        ::archive_write_data(archive_.get(), bytes.data(), bytes.size()) !=
            static_cast<la_ssize_t>(bytes.size())) {
      return environment_error(
          fmt::format("{} cannot be written: {}", to_.string(), complaint_of(archive_.get())));
    }
    return {};
  }

  Result<void> close() {
    if (::archive_write_close(archive_.get()) == ARCHIVE_OK) return {};
    return environment_error(
        fmt::format("{} cannot be written: {}", to_.string(), complaint_of(archive_.get())));
  }

 private:
  fs::path to_;
  OwnedArchive<archive> archive_;
};

/// The files of a run's folder that belong to its recording, sorted, relative to it. An archive
/// without what a link leads to would be a recording that lost something.
Result<std::vector<fs::path>> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto at = fs::recursive_directory_iterator(folder, error);
       !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
    const fs::path inside = at->path().lexically_relative(folder);
    if (!is_part_of_recording(inside) || (at->is_directory() && !at->is_symlink())) continue;
    if (at->is_symlink() || !at->is_regular_file()) {
      return usage_error(
          fmt::format("{} is no plain file or folder", shown_name(at->path().string())),
          "put what it leads to in its place");
    }
    if (!belongs_to_recording("run" / inside)) {
      return usage_error(
          fmt::format("{} cannot stand in an archive", shown_name(at->path().string())));
    }
    files.push_back(inside);
  }
  if (error) {
    return environment_error(
        fmt::format("{} cannot be read: {}", shown_name(folder.string()), error.message()));
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

}  // namespace

Result<void> export_recordings(const std::vector<fs::path>& run_folders, const fs::path& to) {
  std::error_code error;
  if (fs::exists(to, error)) {
    return usage_error(fmt::format("{} is there already", to.string()), "give another name");
  }
  std::map<std::string, fs::path> names;
  for (const fs::path& folder : run_folders) {
    const std::string name = fs::absolute(folder).lexically_normal().filename();
    if (!belongs_to_recording(fs::path(name) / "plan.json")) {
      return usage_error(fmt::format("{} has a name that cannot stand in an archive",
                                     shown_name(folder.string())));
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

}  // namespace misfire
