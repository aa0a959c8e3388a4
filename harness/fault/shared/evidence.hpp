// What the witnesses of several faults go by.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

/// Shown: at least `least` more of the logins than before end with one of these HTTP statuses (0:
/// without an answer).
Shown status_witness(const Observed&, const std::vector<int>& statuses, double least);

/// For what moves no figure while all is well. Shown: the serving worker says that it was started
/// with the configuration that has the fault in it, which is weaker than traffic, and told so.
/// `fault`: "retries off".
Shown configuration_witness(const Observed&, const std::string& fault);

/// Shown: the balancer tells that limit of the kind, which it did not before: for every one whose
/// name begins so and that has changed, one at least. Names: LiveState::limits.
Shown limit_witness(const Observed&, const std::string& begin, std::int64_t limit);

/// Shown: no server of the pool answers logins any more, as all did before.
Shown unreached_witness(const Observed&);

/// Statuses of the logins since, by their shares: "503: 98 %, 200: 2 %".
std::string statuses_text(const LoginCounts&);

}  // namespace misfire
