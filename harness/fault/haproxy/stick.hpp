// Clients that are kept on the server which they came to first.
#pragma once

#include "balancer/haproxy/config.hpp"
#include "fault/shared/edits.hpp"

namespace misfire {

/// The pool's clients stick to servers by that sample, with a table of that kind; whatever they
/// stuck by before is replaced. Error: a line of it stands under a condition.
Result<Edits> stick_on(const HaproxyConfig&, const std::string& table, const std::string& sample);

}  // namespace misfire
