// Where Alertmanager's routing tree takes an alert. Pure.
#pragma once

#include <string>
#include <vector>

#include "plan/plan.hpp"

namespace misfire {

/// The routes that alerts of this rule may end at. A label that is a template, or that only the
/// series can bring, may have any value: there may be several routes then. Empty when the routing
/// tree is not known.
std::vector<const Route*> routes_of(const MonitoringFacts&, const AlertRule&);

/// Whether alerts of this rule end at every one of `routes_of`: an alert goes on to several routes,
/// and nothing about them depends on labels that only the series bring.
bool ends_at_all(const MonitoringFacts&, const AlertRule&);

/// Whether one of them leads to one of these receivers.
bool reach(const std::vector<const Route*>&, const std::vector<std::string>& receivers);

/// Those of them that lead to these receivers, or all if none does.
std::vector<const Route*> routes_to(const std::vector<std::string>& receivers,
                                    const std::vector<const Route*>&);

/// Whether alerts of the two rules may be in one group at this route.
bool may_share_group(const MonitoringFacts&, const Route&, const AlertRule&, const AlertRule&);

}  // namespace misfire
