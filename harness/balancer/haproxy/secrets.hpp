// Which words of a HAProxy configuration are secrets. Internal to the HAProxy adapter.
#pragma once

#include "balancer/haproxy/model.hpp"

namespace misfire {

/// Passwords of userlists and of the statistics page, values of headers such as Authorization and
/// of parameters such as token, what checks send to log in, and values of variables that are named
/// like a secret. One word may hold several: each is an entry with the word's place.
std::vector<HaproxyWord> secret_words(const HaproxyModel&);

}  // namespace misfire
