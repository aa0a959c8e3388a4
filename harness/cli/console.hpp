// Output: what machines read goes to standard output, what people read to standard error.
#pragma once

#include <string>

#include "base/error.hpp"
#include "report/report.hpp"

namespace misfire {

/// Colour and width of standard error (no colour without a terminal or with NO_COLOR set).
TerminalStyle terminal_style();
void say(const std::string& line);
/// Every error, for people.
void say(const Errors&);
void print(const std::string& machine_readable);

}  // namespace misfire
