// A suite as a matrix: what each alert did in each scenario, and what that says of the monitoring.
// Pure. docs/review.md explains how it is read.
//
// A column is a scenario on a system: on two balancers it is two. Runs that are invalid or
// unsupported, and scenarios that did not run, prove nothing: they are named and contribute
// nothing, and a scenario without any other run is no column.
//
// A scenario that was run several times counts as caught when every run caught it, as noticed when
// every run noticed it; a cell is the worst of its runs' (review_cell.hpp).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "judge/review_run.hpp"
#include "judge/spread.hpp"

namespace misfire {

/// `hits` of `of`.
struct Share {
  std::size_t hits = 0, of = 0;
  bool operator==(const Share&) const = default;
};

struct Review {
  struct Scenario {
    std::string name, title, system;
    ScenarioKind kind = ScenarioKind::fault;
    bool harmful = false, alert_faults = false;
    std::size_t runs = 0, failed = 0;  ///< runs that count, and those of them with the verdict fail
    bool noticed = false, caught = false;
    /// Of a harmful one: in every run a cause alert (one that blames a component) caught it that
    /// fired in no decoy and no twin of the same system. Nothing can be said without a decoy.
    std::optional<bool> discriminating;
    std::string why_not = {};            ///< of `discriminating`, when it is false
    std::vector<std::string> caught_by;  ///< alerts that caught it in every run
    std::vector<ReviewedRun::Unmet> unmet;
  };
  /// The harmful ones first, then other faults, decoys, twins; each in the order of first runs.
  std::vector<Scenario> scenarios;

  struct Field {
    Cell cell = Cell::absent;
    std::map<Cell, std::size_t> runs;  ///< how many runs have it
    bool fired = false, wanted = false;
    std::string receiver;
  };
  struct Alert {
    std::string name, component;
    bool page = false, fired = false;
    std::vector<Field> fields;  ///< as long as `scenarios`
    /// Of the scenarios in which somebody was told, those in which that was right (caught or late)
    /// among those in which it was right or wrong. Wrong is a false page, and anything in a twin;
    /// what only came as well is neither.
    Share precision;
    /// Of the scenarios that want it, those that it caught in time. For a cause alert among many
    /// this is low, and need not be more: see `covered`.
    Share recall;
    /// Seconds of model time until each stage, of the runs in which it came to whom it should; by
    /// the names of report.json, those that were never reached absent.
    std::map<std::string, Spread> times;
  };
  std::vector<Alert> alerts;  ///< in the order of the rules

  Share caught;                         ///< of the harmful scenarios: the plain share
  std::optional<Share> discriminating;  ///< of the same; absent where no decoy counts at all

  struct Untested {
    std::string alert, system;
    std::string reason;  ///< as the system file gives it
    std::string why;     ///< why nothing could be said of it in any run
  };
  std::vector<Untested> untested;  ///< alerts that never fired in a run that counts
  /// Alerts for which the system file gives a reason although they fired, or that have no rule.
  std::vector<Untested> tested_after_all;

  struct Place {
    std::size_t alert = 0, scenario = 0;
  };
  std::vector<Place> false_pages, on_in_twins;

  struct LeftOut {
    std::string scenario, system, reason;
    Verdict verdict = Verdict::invalid;
  };
  std::vector<LeftOut> left_out;

  bool several_systems = false;
  std::size_t count(ScenarioKind) const;
};

Review review(const std::vector<ReviewedRun>&);

}  // namespace misfire
