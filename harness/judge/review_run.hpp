// One run as a review reads it: what each alert of the system did. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "judge/judgement.hpp"
#include "judge/review_cell.hpp"

namespace misfire {

/// When an alert came how far, after the fault from which its limit counts (the first one, unless
/// the expectation names another). What was not reached is absent.
struct ReviewedTimes {
  std::optional<ModelDuration> effect, pending, firing, sent, notified;
};

struct ReviewedAlert {
  std::string name;
  std::string component;  ///< that it blames; "": a symptom alert
  Cell cell = Cell::quiet;
  bool fired = false;   ///< at any time since the baseline began, whether or not anybody was told
  bool wanted = false;  ///< by an expectation
  bool page = false;    ///< it can wake somebody
  std::string receiver = {};  ///< that the cell is about
  std::string why = {};       ///< of `untold`
  ReviewedTimes times = {};   ///< of `caught` and `late`
};

struct ReviewedRun {
  std::string scenario, title, system;
  ScenarioKind kind = ScenarioKind::fault;
  Verdict verdict = Verdict::invalid;
  std::string reason = {};  ///< the verdict's first
  /// A fault of the balancer that somebody is expected to notice. A twin or a decoy is none, nor is
  /// a fault of which a scenario expects only that nobody be paged, nor one that comes with alert
  /// faults: there it is not the system's monitoring that is tried.
  bool harmful = false;
  bool alert_faults = false;
  bool expects_blame = false;
  bool noticed = false;  ///< a notification met an alert or blame expectation, its limit aside
  bool caught = false;   ///< one of them in time
  struct Unmet {
    std::string expectation, observed;
    std::string ticket;  ///< of a known gap
    bool operator==(const Unmet&) const = default;
  };
  std::vector<Unmet> unmet;           ///< alert and blame expectations
  std::vector<ReviewedAlert> alerts;  ///< every rule of the system that is not ignored, by name
  std::map<std::string, std::string> untested;  ///< alert → why, as the system file says

  /// Invalid and unsupported runs prove nothing, and contribute nothing but their names.
  bool counts() const { return verdict == Verdict::pass || verdict == Verdict::fail; }
};

/// `system`: its file, as the command named it.
ReviewedRun reviewed(const Plan&, const History&, const Judgement&, const std::string& system);

/// A scenario that did not run.
ReviewedRun not_reviewed(const std::string& scenario, const std::string& system,
                         const std::string& reason);

}  // namespace misfire
