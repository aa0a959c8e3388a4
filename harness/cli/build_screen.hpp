// The progress of image builds: on a terminal a living line for each, elsewhere a line a step.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "report/live_block.hpp"
#include "stack/docker/image_build.hpp"

namespace misfire {

class BuildScreen {
 public:
  BuildScreen();
  ~BuildScreen();
  BuildScreen(const BuildScreen&) = delete;
  BuildScreen& operator=(const BuildScreen&) = delete;

  void happened(const BuildEvent&);

 private:
  struct Under {
    BuildEvent last;
    std::chrono::steady_clock::time_point since;
  };
  void draw_until_done();
  void draw();

  const bool living_;
  std::mutex mutex_;  // guards what follows, up to the thread
  std::condition_variable news_;
  bool done_ = false;
  std::map<std::string, Under> under_way_;
  std::vector<std::string> lines_;  ///< that wait to be written
  LiveBlock block_;
  int continued_ = 0;
  std::thread thread_;  ///< draws, so that seconds pass on the screen
};

}  // namespace misfire
