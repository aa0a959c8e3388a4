// Output: what machines read goes to standard output, what people read to standard error.
#pragma once

#include <string>

#include "base/error.hpp"
#include "cli/exit_code.hpp"
#include "report/live_view.hpp"
#include "report/report.hpp"

namespace misfire {

/// Is standard error a terminal?
bool is_terminal();
/// A terminal on which lines can be drawn again (TERM is set, and is not dumb).
bool can_redraw();
/// Colour and width of standard error (no colour without a terminal, on a dumb one, or with
/// NO_COLOR set).
TerminalStyle terminal_style();
/// The same of standard output, where the text of `explain` goes.
TerminalStyle printed_style();
/// As it is now; 80 × 24 where the terminal does not tell.
ScreenSize screen_size();
/// False while the program is a background job of its terminal, which is then the shell's.
bool in_foreground();
/// How often the program went on after a stop (Ctrl-Z, then fg). Counted from the first call.
int times_continued();

/// A terminal whose locale has no UTF-8 gets ASCII; a log gets UTF-8. Whatever it quotes, a
/// terminal obeys nothing but what Paint wrote.
void say(const std::string& line);
/// Every error, for people.
void say(const Errors&);
/// Every error that keeps a command from its work. Returns how it exits.
ExitCode refuse(const Errors&);
ExitCode refuse(const Error&);
/// The same after Ctrl-C or SIGTERM: what became of the work.
ExitCode stopped(const std::string& what_became = "everything was taken down");
/// Bytes for the terminal, all at once.
void write_screen(const std::string& bytes);
/// On standard output, which says so when it takes no more.
void print(const std::string& machine_readable);
/// Whether something that was printed got lost: whoever reads it must not take that for success.
bool lost_output();

}  // namespace misfire
