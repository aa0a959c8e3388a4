// The faults of a plan as configurations: what each changes, and whether they can be active
// together. Internal to run/: prepare.hpp has what others need of it.
#pragma once

#include "plan/speed.hpp"
#include "run/prepare.hpp"

namespace misfire {

/// Where the scenario writes that fault.
Position where_of(const Scenario&, const std::string& fault);
/// The place of the parameter that a message about it names, if the user wrote that; else as above.
Position place_of(const Scenario&, const std::string& fault, const std::string& message);

/// An edited text as it runs here.
Result<Running> wired(const Inputs&, const Wiring&, Result<std::string> text);

/// Every set of two and more misconfigurations that can be active at once.
std::vector<std::vector<std::size_t>> combinations(const std::vector<PlannedFault>&);

/// Writes what each fault changes into the plan, and proves that those which can be active at once
/// fold together in every order, and that stressors can act together. `original`: the configuration
/// as it runs unharmed.
Errors fold_faults(const Inputs&, const Wiring&, const std::string& original, Plan&);

/// What this system cannot do of the plan's faults, or not at the plan's speed, and why.
std::vector<std::string> unsupported(const Inputs&, const Plan&);
/// Up to which speed one of them is what it is called, if not at every speed.
std::optional<SpeedCap> speed_cap_of(const PlannedFault&, const Plan&);

}  // namespace misfire
