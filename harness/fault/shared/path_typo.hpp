// A routing rule that lets through another path than that of the logins.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

FaultDoc path_typo_doc();
/// The path of the logins, as it ought to be.
std::string right_path(const Args&);
/// The path of the logins, misspelt. Errors: not a path, or one too short to be misspelt.
Result<std::string> misspelt_path(const Args&);
/// A path with two of its letters swapped; nothing if it has no two to swap.
std::optional<std::string> misspelt(std::string path);
/// Shown by traffic: logins end with 404, which no backend has sent.
Shown path_typo_witness(const Args&, const Observed&);

}  // namespace misfire
