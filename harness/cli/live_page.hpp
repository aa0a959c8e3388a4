// --live: serves the page of a run while it goes on, to browsers on this machine. What it shows is
// read from the run's own folder and asked of its Prometheus, so it holds nothing up, and becomes
// the report at the end.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

#include "cli/live_alerts.hpp"
#include "run/run.hpp"
#include "watch/page_server.hpp"

namespace misfire {

class LivePage {
 public:
  /// On the loopback interface; port 0: any free one. Errors: cannot listen there.
  static Result<std::unique_ptr<LivePage>> open(int port, fs::path reports);
  /// "http://127.0.0.1:8080/".
  std::string address() const;
  /// The same listener, which lets this page know which run it is about and whom to ask of alerts.
  RunListener with(RunListener) const;
  /// The run ended; what its folder holds is the report.
  void ended(const fs::path& folder);
  /// Whoever still watches gets to see the end: until then, for at most ten seconds, two after an
  /// interrupt.
  void linger() const;

 private:
  /// Which run there is, for the server's thread.
  struct Board {
    std::mutex mutex;
    fs::path folder;
    LiveAlerts alerts;
    std::string text;         ///< of the page
    std::uintmax_t seen = 0;  ///< bytes of the history that the text was made of
    /// For the last time, by whoever watches.
    std::optional<std::chrono::steady_clock::time_point> asked;
    bool over = false, fetched = false;
  };
  LivePage(fs::path reports, std::shared_ptr<Board> board)
      : reports_(std::move(reports)), board_(std::move(board)) {}

  static watch::Page answer(Board&, std::string_view target);

  fs::path reports_;
  std::shared_ptr<Board> board_;
  std::unique_ptr<watch::PageServer> server_;
};

}  // namespace misfire
