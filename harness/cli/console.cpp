#include "cli/console.hpp"

#include <fmt/format.h>
#include <langinfo.h>
#include <locale.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "base/interrupt.hpp"
#include "report/paint.hpp"
#include "report/utf8.hpp"

namespace misfire {
namespace {

bool set_in_environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';  // https://no-color.org: empty is not set
}

/// Asked without changing the program's own locale.
bool locale_has_utf8() {
  locale_t locale = ::newlocale(LC_CTYPE_MASK, "", nullptr);
  if (locale == nullptr) return false;
  const bool utf8 = std::strcmp(::nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
  ::freelocale(locale);
  return utf8;
}

std::string encoded(const std::string& text) {
  static const bool ascii = is_terminal() && !locale_has_utf8();
  return ascii ? in_ascii(text) : text;
}

void write_all(const std::string& bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t wrote = ::write(STDERR_FILENO, bytes.data() + done, bytes.size() - done);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return;  // the terminal is gone; the run is not about it
    done += static_cast<std::size_t>(wrote);
  }
}

bool g_lost_output = false;
std::atomic<int> g_continued{0};
static_assert(std::atomic<int>::is_always_lock_free);  // or a handler may not touch it

}  // namespace

bool is_terminal() {
  return ::isatty(STDERR_FILENO) != 0;
}

bool can_redraw() {
  const char* term = std::getenv("TERM");
  return is_terminal() && term != nullptr && *term != '\0' && std::strcmp(term, "dumb") != 0;
}

TerminalStyle terminal_style() {
  TerminalStyle style;
  if (!is_terminal()) return style;
  style.colour = can_redraw() && !set_in_environment("NO_COLOR");
  style.width = std::clamp(screen_size().columns, 60, 100);
  return style;
}

TerminalStyle printed_style() {
  TerminalStyle style;
  winsize size{};
  if (::isatty(STDOUT_FILENO) == 0) return style;
  const char* term = std::getenv("TERM");
  const bool dumb = term == nullptr || *term == '\0' || std::strcmp(term, "dumb") == 0;
  style.colour = !dumb && !set_in_environment("NO_COLOR");
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    style.width = std::clamp<int>(size.ws_col, 60, 100);
  }
  return style;
}

ScreenSize screen_size() {
  ScreenSize screen;
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0) return screen;
  if (size.ws_col > 0) screen.columns = size.ws_col;
  if (size.ws_row > 0) screen.rows = size.ws_row;
  return screen;
}

bool in_foreground() {
  const pid_t owner = ::tcgetpgrp(STDERR_FILENO);
  return owner < 0 || owner == ::getpgrp();  // not our controlling terminal: nobody else's either
}

int times_continued() {
  static const bool counting = [] {
    struct sigaction action = {};
    action.sa_handler = [](int) { ++g_continued; };
    action.sa_flags = SA_RESTART;
    return ::sigaction(SIGCONT, &action, nullptr) == 0;
  }();
  static_cast<void>(counting);
  return g_continued.load();
}

void say(const std::string& line) {
  write_all(encoded(printable_lines(line) + "\n"));
}

void say(const Errors& errors) {
  for (const Error& error : errors) {
    // It quotes files and programs, whose colours are not ours.
    std::istringstream lines("misfire: " + to_string(error));
    for (std::string line; std::getline(lines, line);) say(printable(line));
  }
}

ExitCode refuse(const Errors& errors) {
  say(errors);
  return exit_code(errors);
}

ExitCode refuse(const Error& error) {
  return refuse(Errors{error});
}

ExitCode stopped(const std::string& what_became) {
  say("interrupted; " + what_became);
  return interrupted() == SIGTERM ? ExitCode::terminated : ExitCode::interrupted;
}

void write_screen(const std::string& bytes) {
  write_all(encoded(bytes));
}

void print(const std::string& machine_readable) {
  errno = 0;
  const bool written =
      std::fputs((machine_readable + "\n").c_str(), stdout) != EOF && std::fflush(stdout) != EOF;
  if (written || errno == EPIPE) return;  // a reader that has seen enough
  g_lost_output = true;
  say(Errors{{ErrorCode::environment,
              fmt::format("standard output cannot be written: {}", std::strerror(errno)),
              "",
              {}}});
}

bool lost_output() {
  return g_lost_output;
}

}  // namespace misfire
