// Environment variables of HAProxy's configuration. Internal to the HAProxy adapter.
#pragma once

#include <map>
#include <string>

#include "balancer/haproxy/model.hpp"

namespace misfire {

/// Those that change which code a program loads: HAProxy's master starts itself anew at every
/// reload, with what `setenv` set.
bool steers_loading(const std::string& variable);

/// The variables that a file names, with their values in the harness's own environment: HAProxy
/// inherits nothing else. Without those that steer what it loads.
std::map<std::string, std::string> handed_on(const HaproxyModel&);

/// "    setenv NAME VALUE" for each, quoted.
std::string setenv_lines(const std::map<std::string, std::string>&);

}  // namespace misfire
