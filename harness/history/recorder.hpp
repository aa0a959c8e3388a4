// Appends events to history.jsonl. Owned by the conductor, called from its thread only. Each line
// is written at once, and flushed to the disk when a phase or the run ends: what a power cut takes
// is at most the phase under way. The first failure is kept and reported by every later call.
#pragma once

#include <memory>
#include <optional>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "history/codec.hpp"
#include "history/facts.hpp"

namespace misfire {

class Recorder {
 public:
  static Result<std::unique_ptr<Recorder>> open(const fs::path& file, const Clock&);
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  /// Happened now.
  Result<Event> record(Fact);
  /// Happened at `at`, learnt now.
  Result<Event> record(Instant at, Fact);
  /// Flushes to the disk.
  Result<void> sync();

 private:
  Recorder(int fd, const Clock&);
  int fd_;
  const Clock& clock_;
  Link link_;
  std::optional<Error> broken_;
};

}  // namespace misfire
