// Lines and columns of a text as others count them: our columns count bytes.
#pragma once

#include <string_view>
#include <vector>

namespace misfire {

/// The lines of a text, which must outlive it.
class TextLines {
 public:
  explicit TextLines(std::string_view text = {});
  /// A line, from 1, without its line ending; "" where there is none.
  std::string_view operator[](int number) const;

 private:
  std::string_view text_;
  std::vector<std::size_t> begins_;
};

/// The column in UTF-16 code units, as SARIF and most editors count. What is no UTF-8 counts one a
/// byte, since readers show U+FFFD for it. Both from 1; columns behind the end go on by bytes.
int utf16_column(std::string_view line, int byte_column);

}  // namespace misfire
