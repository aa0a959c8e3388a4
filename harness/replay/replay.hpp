// What a recorded run would have been with other rules or other routing: its load, its faults and
// what was seen of them stay; what the alerts did is computed anew. The result is a plan and a
// history as a live run's, for the same judge.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "replay/evaluate.hpp"
#include "replay/recording.hpp"
#include "replay/routing.hpp"

namespace misfire {

/// What a recording is to be replayed with. Nothing given: what it had itself.
struct ReplayFiles {
  std::vector<fs::path> rules;
  fs::path alertmanager;
};

/// All of it, read for one recording: nothing is started for a mistake.
struct ReplayPlan {
  ReplayFiles files;
  Plan plan;  ///< with what the new files say
  ReplayRules rules;
  std::vector<RuleTurn> order;  ///< of the rules
  Routing routing;              ///< times of the wall
  bool own_rules = false, own_routing = false;
  RenderedAlertmanager alertmanager;  ///< of a new file, for amtool
  std::vector<std::string> limits;    ///< what the replay cannot know, for people
};
Checked<ReplayPlan> plan_replay(const Recording&, const ReplayFiles&);

struct Replayed {
  Plan plan;
  double phase = 0;
  std::vector<Event> events;  ///< in the order in which a run would have recorded them
  std::vector<CloseCall> close_calls;
};

/// `phase`: by this share of its interval each group is evaluated later than it would be.
/// Errors (usage): a series that a rule needs was not recorded.
Checked<Replayed> replay(const Recording&, const ReplayPlan&, const RecordedPrometheus&,
                         double phase = 0);

/// Writes it as a run's folder, judges it, and writes the reports; replay.json tells what was
/// replayed with what.
Checked<RunResult> keep_replay(const Recording&, const ReplayPlan&, const Replayed&,
                               const fs::path& folder);

}  // namespace misfire
