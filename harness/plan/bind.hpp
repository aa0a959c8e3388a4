// Binds a scenario to a system: shares become rates, defaults of parameters are filled in, and
// what one names the other must define. Pure.
#pragma once

#include "plan/plan.hpp"
#include "scenario/catalogue.hpp"

namespace misfire {

/// A share of capacity becomes logins a second of wall time.
Checked<PlannedLoad> plan_load(const Scenario&, const System&);

/// Parameters that were not given get their defaults.
Checked<std::vector<PlannedFault>> plan_faults(const std::vector<FaultSpec>&, const Catalogue&);

/// Teams in expectations that the system does not define.
Errors check_teams(const Scenario&, const System&);

/// Receivers of teams that Alertmanager's file does not define: of the teams that the system file
/// itself names, and of those that the scenario uses. Nobody could ever reach them.
Errors check_receivers(const Scenario&, const System&, const std::vector<std::string>& receivers);

/// Components in expectations that neither [components] nor any rule's label names, nor the common
/// vocabulary (load-balancer, auth, database, traffic, monitoring). Names of alerts are not
/// checked: a deleted alert is a failed verdict, no mistake in the scenario.
Errors check_components(const Scenario&, const MonitoringFacts&);

}  // namespace misfire
