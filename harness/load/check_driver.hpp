// What must hold before a login driver starts. Internal to load/.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "load/driver.hpp"

namespace misfire {

/// Where it sends logins. Error: not on this machine.
Result<boost::asio::ip::tcp::endpoint> target_of(const DriverOptions&);

Result<void> check_bounds(const DriverOptions&);

}  // namespace misfire
