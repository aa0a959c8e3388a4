// Facts as JSON: {"auth": {"auth1": {"weight": "100"}}}. Part of the state files' codec.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "watch/drifts.hpp"
#include "watch/loaded.hpp"

namespace misfire::watch {

nlohmann::json to_json(const Facts&);
nlohmann::json to_json(const Approved&);
nlohmann::json to_json(const Loaded&);
nlohmann::json to_json(const Drift&);

/// Throw nlohmann's exceptions, or std::invalid_argument for a word that is none; the codec
/// catches.
Facts facts_from(const nlohmann::json&);
Approved approved_from(const nlohmann::json&);
Loaded loaded_from(const nlohmann::json&);
Drift drift_from(const nlohmann::json&);

}  // namespace misfire::watch
