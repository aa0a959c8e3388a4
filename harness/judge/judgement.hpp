// The judge's result: plain values that reports print and report.json holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "history/history.hpp"
#include "plan/plan.hpp"

namespace misfire {

enum class Verdict { pass, fail, unsupported, invalid };
enum class Ruling { open, met, missed };
const char* to_string(Verdict);
const char* to_string(Ruling);

/// The way of one alert from the fault to its receiver. Instants that were not reached are absent.
struct Stages {
  Instant fault;
  std::optional<Instant> effect, pending, firing, sent, notified;
};

/// How long a stage took, beside what the configuration allows. Model time.
struct MeasuredStage {
  std::string stage;  ///< pending, firing, sent or notified: the one that it ends with
  std::string from;   ///< the one before it, or fault
  ModelDuration took;
  Bounds budget;
  bool outside = false;  ///< beyond the slack of wall time that every stage has
};

/// What became of a gap on the day of the run.
enum class GapState {
  none,     ///< there is no gap, or nothing can be said
  known,    ///< missed, as was known
  closed,   ///< met: the scenario must not excuse it any longer
  expired,  ///< missed, and not excused any more
};
const char* to_string(GapState);

struct AlertOutcome {
  std::string name, team, receiver, integration;
  std::optional<ModelDuration> within;    ///< the limit that applied
  std::optional<ModelDuration> notified;  ///< from where the limit counts
  Stages stages;
  std::vector<MeasuredStage> measured;  ///< as far as it came
  bool expected = false, page = false, met = false;
};

struct ExpectationOutcome {
  std::string kind;      ///< impact, alert, blame, quiet, recovery, restoration, unexplained
  std::string text;      ///< the claim in words
  std::string observed;  ///< what was seen, in words; names the stage where it stopped
  Ruling ruling = Ruling::open;
  std::optional<Gap> gap = {};
  GapState gap_state = GapState::none;
  std::string blamed = {};  ///< of a blame: the component that was, if any
  /// Whether it makes the run fail.
  bool fails() const;
};

struct Impact {
  std::int64_t logins = 0, failed = 0;
  double failed_ratio = 0;
  std::int64_t users = 0;  ///< affected: at least half of their attempts failed
  struct PerBackend {
    std::string server;
    std::int64_t logins = 0, failed = 0;
  };
  std::vector<PerBackend> per_backend;
  /// Logins of a flood, which none of the above counts: users are those of the plan.
  struct Flood {
    std::int64_t logins = 0, let_in = 0, denied = 0;  ///< the rest got no such answer
  };
  Flood flood;
};

/// From when on logins failed for another reason than chance, and what the faults were doing then.
struct Harm {
  /// Between two comings or goings of faults; the first one is the baseline.
  struct Stretch {
    Instant from, to;
    std::vector<std::string> active;  ///< faults, in the order in which they came
    std::int64_t logins = 0, failed = 0;
  };
  std::vector<Stretch> stretches;
  std::optional<Instant> began;
  std::string after;                                  ///< the fault that had come or gone last
  bool taken_back = false;                            ///< it had gone
  std::int64_t logins_before = 0, failed_before = 0;  ///< since the baseline began
};

/// A rule that can have had no result in this run, for it reads series that there were none of.
struct SilentAlert {
  std::string alert, file;  ///< the rule
  int line = 0;
  std::string selector;  ///< the one that matched nothing
  std::string left_out;  ///< a job that is not scraped here, and may be why
  bool scraped = false;  ///< its metric is there, with other labels; else nothing has this name
  std::string nearest;   ///< name of a metric that is scraped
  std::string text;      ///< all of it as a sentence
};

struct Judgement {
  Verdict verdict = Verdict::invalid;
  std::vector<std::string> reasons;
  Impact impact;
  Harm harm;
  std::vector<AlertOutcome> alerts;
  std::vector<ExpectationOutcome> expectations;
  std::vector<std::string> also_notified;
  std::vector<SilentAlert> silent;
  bool restored = false;
  std::vector<std::string> restoration_differences;
};

/// Pure: the verdict from a plan and a closed history.
Judgement judge(const Plan&, const History&);

}  // namespace misfire
