// Health checks that are gone, or that nothing can fail.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc check_removed_doc();
/// What became of the checks.
enum class Toothless { removed, connect, patient };
Toothless toothless(const Args&);
/// Failed checks in a row that a patient one waits for.
std::int64_t patience_of(const Args&);
/// `servers` of a check that the whole pool shares; `failures` of one that is not patient.
std::vector<std::string> check_removed_ignored(const Args&);
Result<std::vector<std::size_t>> unchecked_servers(const Args&, std::size_t pool_size);
/// Shown by the balancer's own account of its checks: no login notices before a server fails.
Shown check_removed_witness(const Args&, const Observed&);

}  // namespace misfire
