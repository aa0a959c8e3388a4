#include "cli/live_page.hpp"

#include <fmt/format.h>

#include <thread>

#include "base/interrupt.hpp"
#include "cli/signals_blocked.hpp"
#include "history/history.hpp"
#include "report/page/page.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;  // a step of the clock makes nobody wait

constexpr int kAskAgainMs = 1000;  // what a browser waits until it asks for news
constexpr Duration kGone = 5s;     // who has not asked for so long has left, on a busy machine, too
constexpr Duration kLongestLinger = 10s, kLingerAfterInterrupt = 2s;

/// The folder's name ends with the run's id.
fs::path folder_of(const fs::path& reports, const std::string& run_id) {
  std::error_code error;
  for (fs::directory_iterator at(reports, error), end; !error && at != end; at.increment(error)) {
    if (at->path().filename().string().ends_with("-" + run_id)) return at->path();
  }
  return {};
}

std::uintmax_t history_size(const fs::path& folder) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(folder / "history.jsonl", error);
  return error ? 0 : size;
}

/// The run as its folder and its Prometheus tell it so far; "" while there is nothing to tell.
std::string page_so_far(const fs::path& folder, LiveAlerts& alerts) {
  const auto text = read_file(folder / "plan.json");
  if (!text) return {};
  const auto plan = plan_from_json(*text);
  auto history = read_history(folder);
  if (!plan || !history) return {};
  const Judgement judgement = judge(*plan, *history);  // by what is recorded, and by nothing else
  alerts.add_to(*history, *plan);
  return live_page(*plan, *history, judgement);
}

constexpr const char* kNothingYet =
    "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" "
    "content=\"1\"><meta name=\"color-scheme\" content=\"light dark\">"
    "<link rel=\"icon\" href=\"data:,\">"  // else browsers ask for one
    "<title>misfire: starting</title></head><body><main><h1>The run starts.</h1></main>"
    "</body></html>\n";

}  // namespace

Result<std::unique_ptr<LivePage>> LivePage::open(int port, fs::path reports) {
  auto board = std::make_shared<Board>();
  std::unique_ptr<LivePage> page(new LivePage(std::move(reports), board));
  const SignalsBlocked during_the_start;
  auto server = watch::PageServer::open(
      {"127.0.0.1", port}, [board](std::string_view target) { return answer(*board, target); });
  if (!server) {
    Error error = server.error();
    error.hint = "--live=PORT chooses another port";
    return tl::unexpected(std::move(error));
  }
  page->server_ = std::move(*server);
  return page;
}

std::string LivePage::address() const {
  return fmt::format("http://{}/", to_string(server_->at()));
}

RunListener LivePage::with(RunListener inner) const {
  return {[planned = inner.planned, board = board_, reports = reports_](const Plan& plan) {
            if (planned) planned(plan);
            const fs::path folder = folder_of(reports, plan.run_id);
            const std::lock_guard lock(board->mutex);
            board->folder = folder;
            board->alerts = {};
            board->text.clear();
            board->seen = 0;
            board->over = false;
          },
          inner.happened,
          [monitored = inner.monitored, board = board_](const Endpoint& prometheus) {
            if (monitored) monitored(prometheus);
            const std::lock_guard lock(board->mutex);
            board->alerts.monitored(prometheus);
          }};
}

void LivePage::ended(const fs::path& folder) {
  auto report = read_file(folder / "report.html");
  const std::lock_guard lock(board_->mutex);
  board_->over = true;
  board_->fetched = false;
  if (report) board_->text = std::move(*report);
}

void LivePage::linger() const {
  const auto end = Steady::now() + (interrupted() != 0 ? kLingerAfterInterrupt : kLongestLinger);
  while (Steady::now() < end) {
    {
      const std::lock_guard lock(board_->mutex);
      if (!board_->asked || board_->fetched || Steady::now() - *board_->asked > kGone) return;
    }
    std::this_thread::sleep_for(50ms);
  }
}

watch::Page LivePage::answer(Board& board, std::string_view target) {
  const std::lock_guard lock(board.mutex);
  if (target != "/" && target != "/events") {
    return {404, "text/plain; charset=utf-8", "there are / and /events\n"};
  }
  board.asked = Steady::now();
  if (target == "/events") {
    // One state, then the browser asks again: whoever went away costs nothing.
    const std::uintmax_t version = board.over ? 0 : history_size(board.folder);
    return {200, "text/event-stream",
            fmt::format("retry: {}\ndata: {{\"version\": \"{}{}\", \"ended\": {}}}\n\n",
                        kAskAgainMs, board.over ? "end" : "", version, board.over)};
  }
  if (board.over) {
    board.fetched = true;
  } else if (const auto size = history_size(board.folder); size != board.seen) {
    if (std::string text = page_so_far(board.folder, board.alerts); !text.empty()) {
      board.text = std::move(text);
      board.seen = size;
    }
  }
  return {200, "text/html; charset=utf-8", board.text.empty() ? kNothingYet : board.text};
}

}  // namespace misfire
