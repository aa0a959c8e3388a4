// The catalogue of faults as data: names, parameters with ranges, documentation. fault/ fills it;
// scenario/ and plan/ are handed it, so that they need no fault's code.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenario/scenario.hpp"

namespace misfire {

enum class ParamType { integer, number, boolean, text, duration, role };

/// One parameter of a fault. A `role` names servers of the pool: first, last, others, all, or an
/// index from 0.
struct ParamSpec {
  std::string name;
  ParamType type = ParamType::integer;
  std::string about;
  bool required = false;
  std::optional<ParamValue> fallback;     ///< value when not given
  std::optional<double> min, max;         ///< inclusive, for integer and number
  std::vector<std::string> choices = {};  ///< for text: it must be one of them; empty: any text
};

struct FaultDoc {
  std::string name;      ///< "weights"
  std::string title;     ///< "Server weights out of proportion"
  std::string about;     ///< what goes wrong, in two or three sentences
  std::string incident;  ///< where it happened for real, with the source
  bool stressor = false;
  bool alert_side =
      false;  ///< of the monitoring's files: there from before the baseline to the end
  bool needs_duration = true;
  std::vector<ParamSpec> params;
};

using Catalogue = std::vector<FaultDoc>;

/// The entry of that name, or null.
const FaultDoc* find_fault(const Catalogue&, const std::string& name);

}  // namespace misfire
