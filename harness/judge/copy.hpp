// Whether a page at another team's receiver is a copy of one that its own team got: an escalation
// (`continue: true`), and no mistake of the routing. Silence never makes it one. Pure.
#pragma once

#include <string>
#include <vector>

#include "judge/evidence.hpp"

namespace misfire {

enum class Copy {
  no,    ///< the own team was not told, or too late
  open,  ///< the routing takes the alert to the own team as well, which may yet be told
  yes,
};

/// Of the page that was notified at `at`, as far as is known `now`. In time is what comes within
/// one of these limits, or no later than Alertmanager's timers part two receivers of one alert.
Copy copy_of(const Evidence&, const Labels& page, Instant at, const std::string& own_team,
             const std::vector<Within>& limits, Instant now);

}  // namespace misfire
