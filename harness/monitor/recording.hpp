// What a run keeps of its Prometheus so that other rules can be tried on it: metrics/ holds all
// samples as blocks, and recording.json beside them how they were made, as far as plan.json and
// config/ do not tell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/http_client.hpp"
#include "monitor/recorded_files.hpp"

namespace misfire {

/// A rule group as Prometheus knew it. Its evaluations are `interval` apart, and a hash of file and
/// name says where between them.
struct RecordedGroup {
  std::string file, name;
  Duration interval{};  ///< wall time
  Instant evaluated;    ///< when its last evaluation began: some milliseconds after its due time
  bool operator==(const RecordedGroup&) const = default;
};

struct RecordingFacts {
  double speed = 1;
  std::string prometheus;  ///< its version
  Instant rules_loaded;    ///< their evaluations were due from then on
  std::vector<RecordedGroup> groups;
  Checksums files;
  bool operator==(const RecordingFacts&) const = default;
};

/// recording.json and back. Errors: not JSON, another format, or the wrong shape.
std::string to_json(const RecordingFacts&);
Result<RecordingFacts> recording_from_json(std::string_view);

/// Of a Prometheus that was last reloaded to load its rules; without `files`.
Result<RecordingFacts> recording_facts(const Endpoint& prometheus, double speed, Duration limit);

/// Has Prometheus write everything that it stored as blocks (its admin API must be on); returns
/// their folder, relative to the one of its data.
Result<std::string> take_snapshot(const Endpoint& prometheus, Duration limit);

}  // namespace misfire
