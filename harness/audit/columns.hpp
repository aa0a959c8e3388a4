// Columns of a line as others count them: our positions count bytes.
#pragma once

#include <string_view>

namespace misfire {

/// A line of a text, from 1, without its line ending; "" where there is none.
std::string_view line_of(std::string_view text, int number);

/// The column in UTF-16 code units, as SARIF and most editors count. What is no UTF-8 counts one a
/// byte, since readers show U+FFFD for it. Both from 1; columns behind the end go on by bytes.
int utf16_column(std::string_view line, int byte_column);

}  // namespace misfire
