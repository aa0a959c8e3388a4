// A Prometheus on each recording, some at a time: recordings overlap in time and have the same
// series, so that none can share one.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "replay/recorded_prometheus.hpp"
#include "replay/recording.hpp"

namespace misfire {

/// What is done with the recording of that number. Called in several threads.
using UseRecording = std::function<Checked<void>(std::size_t, const RecordedPrometheus&)>;

/// One outcome a recording, in their order. `program`: the full path of Prometheus. Error: the
/// engine cannot be opened or closed.
Result<std::vector<Checked<void>>> each_recording(const std::vector<const Recording*>&,
                                                  const std::string& program, int workers,
                                                  const UseRecording&);

}  // namespace misfire
