#include "replay/replay_many.hpp"

#include "replay/each_recording.hpp"
#include "run/interrupt.hpp"

namespace misfire {

Result<std::vector<ReplayOutcome>> replay_many(const std::vector<ReplayJob>& jobs,
                                               const ReplayJobOptions& options) {
  std::vector<const Recording*> recordings;
  for (const ReplayJob& job : jobs) recordings.push_back(&job.recording);
  std::vector<ReplayOutcome> outcomes(jobs.size());
  const auto replay_all = [&](std::size_t i,
                              const RecordedPrometheus& prometheus) -> Checked<void> {
    for (const double phase : options.phases) {
      if (const auto go_on = not_interrupted(); !go_on) {
        return tl::unexpected(Errors{go_on.error()});
      }
      auto replayed = replay(jobs[i].recording, jobs[i].plan, prometheus, phase);
      if (!replayed) return tl::unexpected(std::move(replayed.error()));
      outcomes[i]->push_back(std::move(*replayed));
    }
    return {};
  };
  const auto done = each_recording(recordings, options.prometheus, options.workers, replay_all);
  if (!done) return tl::unexpected(done.error());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (!(*done)[i]) outcomes[i] = tl::unexpected((*done)[i].error());
  }
  return outcomes;
}

}  // namespace misfire
