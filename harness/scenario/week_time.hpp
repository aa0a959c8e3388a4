// The moment of the week at which a scenario plays: "Tue 14:00 Europe/Berlin". Only its form is
// checked here; monitor/ knows the zones of this machine.
#pragma once

#include <string>

#include "base/error.hpp"

namespace misfire {

/// A weekday (three letters or all), a time from 00:00 to 23:59, and perhaps a zone.
Result<void> check_week_time(const std::string&);

}  // namespace misfire
