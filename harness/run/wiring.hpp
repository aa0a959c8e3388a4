// Which part of a run listens where, and what the balancer's configuration and the monitoring's
// files are told of it. Internal to run/: prepare.hpp has what others need of it.
#pragma once

#include "run/prepare.hpp"

namespace misfire {

Wiring wiring_of(const Inputs&, const AddressOf&, double speed);

MonitoringAddresses monitoring_addresses(const System&, const Wiring&, const AddressOf&);

}  // namespace misfire
