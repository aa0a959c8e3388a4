// Foreign text in Markdown. Pure.
#pragma once

#include <string>

namespace misfire {

/// For a cell of a table: a bar would end it, and a line break the table.
std::string in_cell(const std::string& text);

}  // namespace misfire
