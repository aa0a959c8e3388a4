// One command's replays from files to judged runs: everything is read and checked first, then each
// recording is replayed, kept as a run's folder below `to`, and judged.
#pragma once

#include "replay/replay_many.hpp"
#include "run/suite.hpp"

namespace misfire {

struct ReplayCommand {
  std::vector<fs::path> recordings;  ///< runs, or folders of runs
  ReplayFiles files;
};

/// What was read; nothing has been started.
struct PreparedReplay {
  std::vector<ReplayJob> jobs;
  std::vector<NothingKept> left_out;
  bool replays(const std::string& scenario) const;
  std::string prometheus;           ///< the program
  std::vector<std::string> limits;  ///< each once
};
/// Errors: all mistakes, those that promtool and amtool find included.
Checked<PreparedReplay> prepare_replay(const ReplayCommand&);

struct ReplayHow {
  int jobs = 2;    ///< recordings at a time
  int phases = 1;  ///< how many moments between two evaluations are tried as the groups' own
};

/// What became of one recording, in one phase.
struct ReplayResult {
  std::string recording, scenario;  ///< their names
  int phase = 0;                    ///< 0: its own
  Checked<RunResult> run = RunResult{};
  std::vector<CloseCall> close_calls;
};
/// In the recordings' order, phase by phase. Error: the environment refuses as a whole. `to` is a
/// folder of the replay's own.
Result<std::vector<ReplayResult>> run_replay(const PreparedReplay&, const ReplayHow&,
                                             const fs::path& to);

/// reports/<time>-replay-<short id>.
fs::path new_replay_folder(const fs::path& reports);

}  // namespace misfire
