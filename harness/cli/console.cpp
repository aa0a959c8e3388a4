#include "cli/console.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace misfire {

TerminalStyle terminal_style() {
  TerminalStyle style;
  if (::isatty(STDERR_FILENO) == 0) return style;
  style.colour = std::getenv("NO_COLOR") == nullptr;
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    style.width = std::clamp<int>(size.ws_col, 60, 100);
  }
  return style;
}

void say(const std::string& line) {
  std::fputs((line + "\n").c_str(), stderr);
  std::fflush(stderr);
}

void say(const Errors& errors) {
  for (const Error& error : errors) say("misfire: " + to_string(error));
}

void print(const std::string& machine_readable) {
  std::fputs((machine_readable + "\n").c_str(), stdout);
  std::fflush(stdout);
}

}  // namespace misfire
