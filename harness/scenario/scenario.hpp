// A scenario file as values, each with its place in the file. Durations are model time.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"

namespace misfire {

/// What a scenario is for: a fault that must be noticed, the control (nobody may be paged), or a
/// cause that is not the balancer (nobody may blame it).
enum class ScenarioKind { fault, twin, decoy };
const char* to_string(ScenarioKind);

/// A parameter of a fault as written.
using ParamValue = std::variant<std::int64_t, double, bool, std::string, ModelDuration>;

struct LoadSpec {
  /// Exactly one is set: a share of the pool's declared capacity, or logins a second of wall time.
  std::optional<double> capacity_share;
  std::optional<double> per_second;
  int users = 1000;
  bool operator==(const LoadSpec&) const = default;
};

struct TimelineSpec {
  ModelDuration baseline = model_seconds(180);
  ModelDuration recovery = model_seconds(600);
  std::string at = "Tue 14:00 UTC";  ///< weekday, time, zone: decides mute times
  Position at_where = {};
  bool operator==(const TimelineSpec&) const = default;
};

struct FaultSpec {
  std::string id;      ///< default: the fault's name
  std::string inject;  ///< name in the catalogue
  std::map<std::string, ParamValue> params;
  std::map<std::string, Position> param_where;
  ModelDuration at{};                  ///< after the baseline
  std::optional<ModelDuration> lasts;  ///< key `for`
  bool runtime = false;                ///< via = "runtime"
  Position where;
  Position via_where = {};
  bool operator==(const FaultSpec&) const = default;
};

/// "within": a limit, counted from the first fault, from its effect, or from a named fault.
struct Within {
  ModelDuration limit;
  std::string from;  ///< "" (the first fault), "effect", or a fault's id
  bool operator==(const Within&) const = default;
};

/// A known hole of the monitoring: until it is closed, a miss is told and not counted.
struct Gap {
  std::string ticket;
  std::string until;  ///< the last day on which it is excused, as 2027-01-31 (UTC)
  bool operator==(const Gap&) const = default;
};

struct ExpectImpact {
  double min = 0, max = 1;  ///< share of failed logins while the faults last
  Position where;
  bool operator==(const ExpectImpact&) const = default;
};
struct ExpectAlert {
  bool symptom = false;                       ///< any page that names no component
  std::optional<std::string> name;            ///< alertname
  std::map<std::string, std::string> labels;  ///< equal labels
  std::optional<std::string> team;
  Within within;
  Position where;
  Position team_where = {};  ///< of the names that the system must know
  std::optional<Gap> gap = {};
  bool operator==(const ExpectAlert&) const = default;
};
struct ExpectBlame {
  std::string component;
  std::optional<std::string> team;
  Within within;
  Position where;
  Position component_where = {}, team_where = {};
  std::optional<Gap> gap = {};
  bool operator==(const ExpectBlame&) const = default;
};
struct ExpectQuiet {
  std::optional<std::string> component;
  std::optional<std::string> team;
  std::optional<std::string> name;  ///< none set: nobody is paged at all
  Position where;
  Position component_where = {}, team_where = {};
  std::optional<Gap> gap = {};
  std::optional<ModelDuration> until = {};  ///< from the first fault; none: while one could come
  bool operator==(const ExpectQuiet&) const = default;
};
struct ExpectRecovery {
  struct LoginsOk {
    double min = 0.999;
    ModelDuration within;
    bool operator==(const LoginsOk&) const = default;
  };
  std::optional<LoginsOk> logins_ok;
  std::optional<ModelDuration> alerts_resolved;
  Position where;
  bool operator==(const ExpectRecovery&) const = default;
};

struct Scenario {
  std::string file;
  std::string name, title, about;
  std::vector<std::string> tags;
  ScenarioKind kind = ScenarioKind::fault;
  /// What it tells is true of this kind of balancer alone: elsewhere it is unsupported. None: of
  /// all.
  std::optional<std::string> balancer = {};
  bool strict = false;
  LoadSpec load;
  TimelineSpec timeline;
  std::vector<FaultSpec> faults;
  /// What is wrong with the monitoring's own files all the time; it has neither begin nor end.
  std::vector<FaultSpec> alert_faults = {};
  std::optional<ExpectImpact> impact;
  std::vector<ExpectAlert> alerts;
  std::optional<ExpectBlame> blame;
  std::vector<ExpectQuiet> quiet;
  std::optional<ExpectRecovery> recovery;
  bool operator==(const Scenario&) const = default;
};

}  // namespace misfire
