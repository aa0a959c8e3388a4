// An engine runs parts: as processes of this machine, or as containers.
#pragma once

#include <optional>

#include "base/files.hpp"
#include "stack/part.hpp"

namespace misfire {

struct UnaskedExit {
  std::string part;
  Exit exit;
};

class Engine {
 public:
  virtual ~Engine() = default;
  /// The address on which a part of that name will listen, known before it starts (configurations
  /// are rendered with it).
  virtual Endpoint address(const std::string& part, int port) const = 0;
  virtual Result<PartPtr> start(const PartSpec&) = 0;
  /// Exits that nobody asked for since the last call. Never blocks.
  virtual std::vector<UnaskedExit> exits() = 0;
  /// Ends everything that this engine started. Idempotent.
  virtual void close() = 0;
};

struct EngineOptions {
  std::string run_id;
  fs::path folder;    ///< the run's folder; parts live in folder/parts/NAME, logs in folder/logs
  fs::path run_json;  ///< written and flushed before anything starts
  bool namespaces = true;  ///< false: as where the kernel forbids them (the guardian as subreaper)
  int run_lock = -1;       ///< the lock of the run's entry, which the guardian is to hold as well
  fs::path registration = {};  ///< the run's entry, which the guardian removes if the harness dies
};

/// Programs on this machine, under the guardian (stack/guardian).
Result<std::unique_ptr<Engine>> open_process_engine(const EngineOptions&);

}  // namespace misfire
