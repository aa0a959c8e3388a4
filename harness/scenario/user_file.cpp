#include "scenario/user_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

#include "base/nearest.hpp"
#include "scenario/text_scan.hpp"

namespace misfire {
namespace {

/// The most similar name in the folder where a file was looked for.
std::optional<std::string> nearest_file(const fs::path& path) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(path.parent_path(), error), end; !error && at != end;
       at.increment(error)) {
    names.push_back(at->path().filename().string());
  }
  // A link that leads nowhere has the very name.
  std::erase(names, path.filename().string());
  std::sort(names.begin(), names.end());
  return nearest(path.filename().string(), names);
}

}  // namespace

Result<std::string> read_user_file(const fs::path& path, const Position& named_at,
                                   std::size_t limit) {
  auto text = read_file(path, limit);
  if (text) return text;
  Error error = std::move(text.error());
  // Whatever the reason, another file or other permissions are the way out, unless the file is
  // there and readable: then the machine failed.
  if (::access(path.c_str(), R_OK) != 0) error.code = ErrorCode::usage;
  if (!named_at.file.empty()) error.where = named_at;
  return tl::unexpected(std::move(error));
}

Result<void> check_is_file(const fs::path& path, const std::string& hint) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_regular_file(status)) return {};
  if (fs::exists(status)) return usage_error(path.string() + " is not a file", hint);
  if (!fs::status_known(status) || error == std::errc::too_many_symbolic_link_levels) {
    const bool closed = error == std::errc::permission_denied;
    return usage_error(
        fmt::format("cannot read {}: {}", path.string(),
                    std::generic_category().message(error.value())),
        closed ? "check the permissions of its folders" : "is it a link that leads to itself?");
  }
  const auto near = nearest_file(path);
  return usage_error(path.string() + " does not exist",
                     near ? fmt::format("did you mean \"{}\"? {}", *near, hint) : hint);
}

Result<void> check_no_nul(std::string_view text, const std::string& file) {
  const auto nul = find_nul(text);
  if (!nul) return {};
  return usage_error("a NUL byte: the file is not text", "is this the right file?",
                     Position{file, nul->line, nul->column});
}

Result<void> check_text(std::string_view text, const std::string& file) {
  if (const auto bad = find_bad_utf8(text)) {
    return usage_error("the file is not UTF-8 text", "save it as UTF-8",
                       Position{file, bad->line, bad->column});
  }
  return check_no_nul(text, file);
}

}  // namespace misfire
