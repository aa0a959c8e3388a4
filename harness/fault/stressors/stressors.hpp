// The stressors, one function and one file each, and what they share. Internal to fault/.
#pragma once

#include <functional>

#include "fault/shared/params.hpp"
#include "fault/stressor.hpp"

namespace misfire {

Stressor crash_stressor();
Stressor hang_stressor();
Stressor slow_stressor();
Stressor errors_stressor();
Stressor restart_stressor();
Stressor surge_stressor();
Stressor flapping_stressor();
Stressor login_flood_stressor();
Stressor credential_stuffing_stressor();
Stressor database_slow_stressor();
Stressor database_locked_stressor();
Stressor database_connections_stressor();
Stressor exporter_down_stressor();
Stressor alertmanager_down_stressor();
Stressor probe_down_stressor();

// ---- parameters ----

ParamSpec number_param(const char* name, const char* about, double fallback, double min,
                       double max);
/// The value of a number; plans have the defaults filled in.
double number_of(const Args&, const std::string& name);
/// The servers of the parameter `servers`, all at once.
Result<std::vector<Stroke>> at_once(const Args&, std::size_t pool_size);
Result<std::vector<std::size_t>> servers_named(const Args&, std::size_t pool_size);
/// Once, and to no server.
Result<std::vector<Stroke>> once(const Args&, std::size_t pool_size);
/// Does it for each server of the stroke until one fails.
Result<void> each(const Stroke&, const std::function<Result<void>(std::size_t)>&);
/// "auth1", "auth1 and auth2"; "is" or "are".
std::string named(const std::vector<std::string>& servers);
const char* is_or_are(const std::vector<std::string>& servers);

// ---- floods ----

/// By the parameters `factor`, `users` and `password` (wrong ones where that is no parameter).
LoginFlood flood_of(const Args&);
/// All of such a stressor but its documentation and its words.
Stressor flooding();

// ---- evidence ----

/// As many logins as a server answered in the baseline, in the time since. Fewer than kFewest say
/// nothing about a server that should answer some of them.
double expected_logins(const ServerSeen&, const Sight&);
inline constexpr double kFewest = 20;
/// "the balancer reports auth1 DOWN (before: UP)".
void tell_state(const ServerSeen&, Shown&);
/// The share of the users' logins that failed.
double failed_share(const LoadAccount&);
/// Tells of the store; whether it could be asked.
bool tell_store(const Sight&, Shown&);
/// Whether each of them ended, is not there, and cannot be scraped.
Shown monitors_gone(const Sight&);
/// Whether the server answered nothing since, although so many logins should have reached it. Of
/// one that answered none before either (a backup, weight 0) that is all there is, and told as
/// such.
bool answers_nothing(const ServerSeen&, const Sight&, Shown&);

}  // namespace misfire
