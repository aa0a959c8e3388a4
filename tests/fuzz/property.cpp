#include "property.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "base/temporary_folder.hpp"

namespace misfire::fuzz {
namespace {

const fs::path& folder() {
  static const TemporaryFolder made = TemporaryFolder::make("fuzz").value();
  return made.path();
}

/// How many columns a line has at most: bytes, and one place behind its end.
std::size_t columns_of(std::string_view text, int line) {
  std::size_t begin = 0;
  for (int i = 1; i < line; ++i) begin = text.find('\n', begin) + 1;
  return std::min(text.find('\n', begin), text.size()) - begin + 1;
}

}  // namespace

void require_place(const Error& error, const std::string& file, std::string_view text) {
  require(!error.message.empty(), "an error says what is wrong");
  if (!error.where || error.where->file != file) return;
  const Position& where = *error.where;
  const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
  const std::string shown = fmt::format("{}: {}", to_string(where), error.message);
  require(where.line >= 0 && where.line <= lines, "an error's line is in the file, " + shown);
  if (where.line == 0) return;  // the file as a whole
  require(
      where.column >= 0 && static_cast<std::size_t>(where.column) <= columns_of(text, where.line),
      "an error's column is in its line, " + shown);
}

void require_places(const Errors& errors, const std::string& file, std::string_view text) {
  require(!errors.empty(), "what is refused is refused for a reason");
  for (const Error& error : errors) require_place(error, file, text);
}

fs::path scratch_file(const std::string& name, std::string_view bytes) {
  const fs::path file = folder() / name;
  // Not write_file: a rename for each input is most of what such a target would do.
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  require(fd >= 0, "the scratch folder can be written");
  const ssize_t written = ::write(fd, bytes.data(), bytes.size());
  ::close(fd);
  require(written == static_cast<ssize_t>(bytes.size()), "the scratch file is written whole");
  return file;
}

std::string take_line(std::string_view& input) {
  const std::size_t end = std::min(input.find('\n'), input.size());
  const std::string line(input.substr(0, end));
  input.remove_prefix(std::min(end + 1, input.size()));
  return line;
}

}  // namespace misfire::fuzz
