// What balancers' own checks say about a file, and where in the file that is.
#pragma once

#include <string>
#include <string_view>

namespace misfire {

void replace_all(std::string& text, std::string_view from, std::string_view to);

/// The line of that number, from 1, without its end; "" where there is none.
std::string_view line_of(std::string_view text, int number);

/// Balancers name lines only. The first word that the complaint quotes and that the line holds is
/// what it stumbled over; else the line's first word. 0: an empty line.
int column_of(std::string_view complaint, std::string_view line, char quote);

}  // namespace misfire
