// What holds of every balancer's configuration, once it is parsed: each fault's edit is a
// configuration again, and a wired one reaches nothing but the stack.
#pragma once

#include <functional>

#include "balancer/balancer.hpp"
#include "fault/misconfiguration.hpp"
#include "property.hpp"

namespace misfire::fuzz {

using ParseAgain = std::function<Checked<std::unique_ptr<Config>>(std::string)>;

void check_faults(std::string_view balancer, const Config&, const ParseAgain&);
void check_wiring(const Balancer&, const Config&, const std::string& file, const ParseAgain&);

}  // namespace misfire::fuzz
