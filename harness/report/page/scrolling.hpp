// Boxes that scroll where what is in them is too wide: arrow keys move them, and screen readers say
// what they hold (`about`). Pure.
#pragma once

#include <initializer_list>

#include "report/page/html.hpp"

namespace misfire {

/// A row of headings of columns.
Html headings(std::initializer_list<std::string_view> columns);
/// `head` is a row of headings; `kind` a class of the stylesheet, or empty.
Html scrolling_table(std::string_view about, std::string_view kind, const Html& head,
                     const Html& rows);
/// A table of its own making.
Html scrolling(std::string_view about, const Html& table);
/// Text whose lines are kept as they are.
Html scrolling_text(std::string_view about, std::string_view kind, const Html& text);

}  // namespace misfire
