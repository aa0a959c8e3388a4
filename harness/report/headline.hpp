// The verdict in one plain sentence, for terminals and lists. Pure.
#pragma once

#include <string>

#include "judge/judgement.hpp"

namespace misfire {

/// "30.2 % of the logins failed; auth was paged after 2 min 10 s, network after 4 min 1 s", or the
/// first reason and how many follow.
std::string headline(const Plan&, const Judgement&);

}  // namespace misfire
