#include "cli/build_screen.hpp"

#include <fmt/format.h>

#include "cli/console.hpp"
#include "report/paint.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using Kind = BuildEvent::Kind;

constexpr auto kRedraw = 250ms;
constexpr std::size_t kName = 12;
constexpr std::size_t kLogLine = 100;  // a command may be long

std::string step_text(const BuildEvent& event) {
  const std::string step =
      event.steps == 0 ? "" : fmt::format("step {} of {}  ", event.step, event.steps);
  return step + printable(event.text);
}

std::string shortened(const std::string& text, std::size_t width) {
  return columns(text) > width ? left(text, width) : text;
}

/// What stays on the screen.
std::string line_of(const BuildEvent& event, const Paint& paint) {
  const std::string name = left(event.image, kName);
  const double took = to_seconds(event.took);
  switch (event.kind) {
    case Kind::current: {
      const std::string version = event.text.empty() ? "" : " (" + printable(event.text) + ")";
      return paint(Ink::green, "✓ ") + name + " up to date" + version;
    }
    case Kind::built:
      return paint(Ink::green, "✓ ") + name +
             fmt::format(" built in {:.1f} s ({})", took, printable(event.text));
    case Kind::failed:
      return paint(Ink::red, "✗ ") + name + fmt::format(" failed after {:.1f} s", took);
    case Kind::note:
      return paint(Ink::yellow, "! ") + name + " " + printable(event.text);
    case Kind::began:
    case Kind::doing:
      break;
  }
  return "  " + name + " " + shortened(step_text(event), kLogLine);
}

}  // namespace

BuildScreen::BuildScreen() : living_(can_redraw()), continued_(times_continued()) {
  if (living_) thread_ = std::thread([this] { draw_until_done(); });
}

BuildScreen::~BuildScreen() {
  if (!living_) return;
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
    under_way_.clear();
  }
  news_.notify_one();
  thread_.join();
}

void BuildScreen::happened(const BuildEvent& event) {
  const Paint paint(terminal_style().colour);
  const std::lock_guard lock(mutex_);
  const bool passing = event.kind == Kind::began || event.kind == Kind::doing;
  if (!living_) {
    if (event.kind != Kind::began) say(line_of(event, paint));
    return;
  }
  if (passing) {
    const auto now = std::chrono::steady_clock::now();
    under_way_.try_emplace(event.image, Under{event, now}).first->second.last = event;
    return;
  }
  if (event.kind != Kind::note) under_way_.erase(event.image);
  lines_.push_back(line_of(event, paint));
  news_.notify_one();
}

void BuildScreen::draw_until_done() {
  std::unique_lock lock(mutex_);
  while (!done_) {
    draw();
    news_.wait_for(lock, kRedraw);
  }
  draw();
}

void BuildScreen::draw() {
  // In the background the terminal is the shell's.
  if (!in_foreground() && !done_) return;
  if (times_continued() != std::exchange(continued_, times_continued())) block_.forget();
  const int width = screen_size().columns;
  const Paint paint(terminal_style().colour);
  std::vector<std::string> block;
  const auto now = std::chrono::steady_clock::now();
  for (const auto& [name, under] : under_way_) {
    const std::string seconds = fmt::format("{:>4.0f} s", to_seconds(now - under.since));
    const auto room = static_cast<std::size_t>(std::max(width - static_cast<int>(kName) - 11, 10));
    block.push_back(paint(Ink::cyan, "▶ ") + left(name, kName) + " " +
                    left(step_text(under.last), room) + " " + paint(Ink::dim, seconds));
  }
  write_screen(block_.redraw(std::exchange(lines_, {}), block, width));
}

}  // namespace misfire
