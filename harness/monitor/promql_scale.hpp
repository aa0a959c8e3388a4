// Divides every duration of a PromQL expression by a speed: ranges, subquery ranges and steps,
// offsets; multiplies gauges of age by it. Works on tokens and leaves every other byte alone.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"

namespace misfire {

struct ScaledPromql {
  std::string text;
  ModelDuration longest_window;  ///< longest range + offset (subqueries add up); 0 without one
  Compressible compressible = Compressible::yes;
  std::string why;  ///< when not `yes`
  /// Selectors as scaled, without their range: `name{matchers}`, with the reach into the past that
  /// their range, offset and subqueries around them need (model time).
  struct Selector {
    std::string text;
    ModelDuration reach;
  };
  std::vector<Selector> selectors;
  /// What may ask for samples that are not there yet when it is evaluated: a negative offset, or an
  /// instant after "@".
  struct Ahead {
    Position where;                       ///< within the expression
    std::string text;                     ///< "offset -1m"
    std::optional<Instant> instant = {};  ///< the newest that "@" asks for
  };
  std::vector<Ahead> ahead;
};

/// A duration divided by the speed, as Prometheus reads it: whole milliseconds, "4000ms". Only zero
/// becomes zero.
std::string scaled_duration(ModelDuration, double speed);

/// Names of metrics that rules record.
using RecordedNames = std::set<std::string, std::less<>>;

/// What is `recorded` is not multiplied: the ages in its own expression are. The error's position
/// is a line and column within the expression (from 1); it names what was not understood.
Result<ScaledPromql> scale_promql(std::string_view expression, double speed,
                                  const RecordedNames& recorded = {});

}  // namespace misfire
