// Whether a fault of Alertmanager's routes is in force, by Alertmanager's own word.
#pragma once

#include "fault/misconfiguration.hpp"
#include "monitor/loaded_monitoring.hpp"

namespace misfire {

/// Pure. The routes as Alertmanager tells them, as the fault leaves them, and as they were written.
/// A fault may change every route of a large tree: the first ones stand for all.
Shown routing_shown(const LoadedRouting& loaded, const LoadedRouting& edited,
                    const LoadedRouting& written);

}  // namespace misfire
