// The live view of one run on a terminal. A thread of its own draws, so that neither a slow
// terminal nor a glance at Prometheus ever holds up the run: the conductor only hands events over.
// Its end takes the block away and leaves the events' lines; so does a stop (Ctrl-Z), after which
// the block is drawn again.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "base/http_client.hpp"
#include "cli/stop_request.hpp"
#include "report/live_block.hpp"
#include "report/live_view.hpp"
#include "report/progress.hpp"

namespace misfire {

class LiveScreen {
 public:
  LiveScreen(const Plan&, SuitePlace, TerminalStyle);
  ~LiveScreen();
  LiveScreen(const LiveScreen&) = delete;
  LiveScreen& operator=(const LiveScreen&) = delete;

  void happened(const Event&);
  /// From now on, which alerts are pending or firing is asked there about once a second.
  void monitored(const Endpoint& prometheus);

 private:
  void draw_until_done();
  void draw(bool last);
  void stop_if_asked();
  void glance_if_due();

  const SuitePlace place_;
  const Paint paint_;

  std::mutex mutex_;  // guards what follows, up to the thread's own
  std::condition_variable news_;
  bool done_ = false;
  SoFar state_;
  Progress progress_;
  std::vector<std::string> lines_;  ///< that wait to be written
  std::optional<Endpoint> prometheus_;

  // The thread's own.
  LiveBlock block_;
  Instant next_glance_{}, last_drawn_{};
  int continued_ = 0;
  StopRequest stop_request_;

  std::thread thread_;
};

}  // namespace misfire
