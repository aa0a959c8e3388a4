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

/// For each line how many columns it has at most: bytes, and one place behind its end.
std::vector<std::size_t> columns_of(std::string_view text) {
  std::vector<std::size_t> columns;
  for (std::size_t begin = 0;;) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    columns.push_back(end - begin + 1);
    if (end == text.size()) return columns;
    begin = end + 1;
  }
}

void require_place(const Error& error, const std::string& file,
                   const std::vector<std::size_t>& columns) {
  require(!error.message.empty(), "an error says what is wrong");
  if (!error.where || error.where->file != file) return;
  const Position& where = *error.where;
  const auto told = [&] { return fmt::format("{}: {}", to_string(where), error.message); };
  if (where.line < 0 || static_cast<std::size_t>(where.line) > columns.size()) {
    require(false, "an error's line is in the file, " + told());
  }
  if (where.line == 0) return;  // the file as a whole
  if (where.column < 0 ||
      static_cast<std::size_t>(where.column) > columns[static_cast<std::size_t>(where.line) - 1]) {
    require(false, "an error's column is in its line, " + told());
  }
}

}  // namespace

void require_place(const Error& error, const std::string& file, std::string_view text) {
  require_place(error, file, columns_of(text));
}

void require_places(const Errors& errors, const std::string& file, std::string_view text) {
  require(!errors.empty(), "what is refused is refused for a reason");
  const auto columns = columns_of(text);
  for (const Error& error : errors) require_place(error, file, columns);
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
