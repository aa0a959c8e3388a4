// What witnesses read out of the balancer's own account of its health checks.
#pragma once

#include <functional>

#include "fault/misconfiguration.hpp"

namespace misfire {

/// Whether the balancer asks the server how it is (HAProxy), or leaves it out after failed logins
/// (nginx).
bool is_checked(const LiveState::Server&);

/// Shown: what `changed` says is true of each of these servers (by their places in the pool before)
/// that was checked and is still there, and there is one. Tells each one's check before and now.
using CheckChange = std::function<bool(const LiveState::Server& before, const LiveState::Server&)>;
Shown checks_shown(const std::vector<std::size_t>& servers, const Observed&, const CheckChange&);
/// The same of the whole pool.
Shown checks_shown(const Observed&, const CheckChange&);

/// Both are shown.
Shown both(Shown, const Shown&);

}  // namespace misfire
