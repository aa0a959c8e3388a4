// An engine runs parts: as processes of this machine, or as containers.
#pragma once

#include <functional>
#include <optional>

#include "base/files.hpp"
#include "stack/part.hpp"

namespace misfire {

struct UnaskedExit {
  std::string part;
  Exit exit;
  std::string last_words = {};  ///< the end of what it printed, where only the engine can tell
};

class Engine {
 public:
  virtual ~Engine() = default;
  /// The address on which a part of that name will listen, known before it starts (configurations
  /// are rendered with it).
  virtual Endpoint address(const std::string& part, int port) = 0;
  /// Starts a part. One that was stopped and is started again finds what it wrote before.
  virtual Result<PartPtr> start(const PartSpec&) = 0;
  /// May several threads start and kill parts at the same time, because each takes its time?
  virtual bool works_side_by_side() const { return false; }
  /// Exits that nobody asked for since the last call. Never blocks.
  virtual std::vector<UnaskedExit> exits() = 0;
  /// Ends everything that this engine started. Idempotent. Error: something could not be ended, and
  /// what to do about it.
  virtual Result<void> close() = 0;
};

struct EngineOptions {
  std::string run_id;
  fs::path folder;    ///< the run's folder; parts live in folder/parts/NAME, logs in folder/logs
  fs::path run_json;  ///< written and flushed before anything starts
  bool namespaces = true;  ///< false: as where the kernel forbids them (the guardian as subreaper)
  int run_lock = -1;       ///< the lock of the run's entry, which the guardian is to hold as well
  fs::path registration = {};  ///< the run's entry, which the guardian removes if the harness dies
  /// Called when something could not be ended, so that a later sweep may try again.
  std::function<void()> left_behind = {};
};

/// Programs on this machine, under the guardian (stack/guardian).
Result<std::unique_ptr<Engine>> open_process_engine(const EngineOptions&);

/// Containers of these images (program → image), on the daemon that DOCKER_HOST names.
Result<std::unique_ptr<Engine>> open_docker_engine(
    const EngineOptions&, const std::map<std::string, std::string>& images);

}  // namespace misfire
