#include "cli/live_screen.hpp"

#include <system_error>

#include "cli/console.hpp"
#include "cli/signals_blocked.hpp"
#include "monitor/read_back.hpp"
#include "run/interrupt.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr auto kFrame = 200ms;               // five a second: smooth enough for figures
constexpr Duration kGlanceEvery = 1s;        // a few kilobytes from Prometheus's memory
constexpr Duration kGlancePatience = 300ms;  // what it cannot tell by then is not worth a pause

constexpr Duration kPerhapsStopped = 1s;  // several frames are missing
constexpr auto kHandlerRuns = 50ms;

}  // namespace

LiveScreen::LiveScreen(const Plan& plan, SuitePlace place, TerminalStyle style)
    : place_(place),
      paint_(style.colour),
      state_(plan),
      progress_(style, Progress::Medium::terminal, place),
      continued_(times_continued()) {
  lines_.push_back(progress_.begin(plan));
  const SignalsBlocked during_the_start;
  try {
    thread_ = std::thread([this] { draw_until_done(); });
  } catch (const std::system_error&) {
    // No thread to be had: the lines come at the end.
  }
}

LiveScreen::~LiveScreen() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  news_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  } else {
    draw(true);
  }
}

void LiveScreen::happened(const Event& event) {
  bool news = false;
  {
    const std::lock_guard lock(mutex_);
    state_.see(event);
    if (std::string line = progress_.line(event); !line.empty()) {
      lines_.push_back(std::move(line));
      news = true;
    }
  }
  if (news) news_.notify_one();
}

void LiveScreen::monitored(const Endpoint& prometheus) {
  const std::lock_guard lock(mutex_);
  prometheus_ = prometheus;
}

void LiveScreen::draw_until_done() {
  for (bool done = false; !done;) {
    {
      std::unique_lock lock(mutex_);
      news_.wait_for(lock, kFrame, [this] { return done_ || !lines_.empty(); });
      done = done_;
    }
    draw(done);
    stop_if_asked();
    if (!done) glance_if_due();
  }
}

void LiveScreen::draw(bool last) {
  const ScreenSize screen = screen_size();
  std::vector<std::string> above, block;
  {
    const std::lock_guard lock(mutex_);
    above.swap(lines_);
    if (!last && in_foreground()) {
      const LiveFrame frame{SystemClock().now(), screen, interrupted() != 0};
      block = live_lines(state_, place_, frame, paint_);
    }
  }
  for (std::string& line : above) line = on_screen(line, static_cast<std::size_t>(screen.columns));
  // After a stop, a shell has written below our block; in the background it owns the screen. This
  // thread may be awake before another has run the handler that counts.
  const Instant now = SystemClock().now();
  if (now - last_drawn_ > kPerhapsStopped) std::this_thread::sleep_for(kHandlerRuns);
  last_drawn_ = now;
  if (const int times = times_continued(); times != continued_) {
    continued_ = times;
    block_.forget();
  }
  if (block.empty() && above.empty() && !last) return block_.forget();
  // By the width of this very moment: a terminal that became narrower has broken the old lines.
  write_screen(block_.redraw(above, block, screen_size().columns));
}

void LiveScreen::stop_if_asked() {
  if (!stop_request_.pending()) return;
  write_screen(block_.redraw({}, {}, screen_size().columns));
  stop_request_.grant();
}

void LiveScreen::glance_if_due() {
  const Instant now = SystemClock().now();
  if (now < next_glance_) return;
  std::optional<Endpoint> prometheus;
  {
    const std::lock_guard lock(mutex_);
    if (state_.phase() < Phase::collect) prometheus = prometheus_;
  }
  if (!prometheus) return;
  next_glance_ = now + kGlanceEvery;
  // For the eyes only: nothing of it is recorded, and a failure leaves what was seen before.
  const auto active = read_active_alerts(*prometheus, kGlancePatience);
  if (!active) return;
  const std::lock_guard lock(mutex_);
  state_.glance(*active);
}

}  // namespace misfire
