// Which words of an nginx configuration are secrets. Internal to the nginx adapter.
#pragma once

#include "balancer/nginx/model.hpp"

namespace misfire {

/// Values of headers, parameters and variables that are named like a secret, what these are
/// compared with, passwords in addresses, credentials, and values of queries, in the text's order.
/// One may stand inside of another.
std::vector<NginxWord> secret_words(const NginxModel&);

}  // namespace misfire
