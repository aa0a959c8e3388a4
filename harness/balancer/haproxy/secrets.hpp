// Which words of a HAProxy configuration are secrets. Internal to the HAProxy adapter.
#pragma once

#include "balancer/haproxy/model.hpp"

namespace misfire {

/// Passwords of userlists and of the statistics page, values of headers such as Authorization,
/// what checks send to log in, and values of variables that are named like a secret.
std::vector<HaproxyWord> secret_words(const HaproxyModel&);

}  // namespace misfire
