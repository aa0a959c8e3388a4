#include "scenario/user_file.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "scenario/text_scan.hpp"

namespace misfire {

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
