// Which words of a HAProxy configuration are secrets. Internal to the HAProxy adapter.
#pragma once

#include "balancer/haproxy/model.hpp"

namespace misfire {

/// Passwords of userlists, of the statistics page and in addresses, values of headers such as
/// Authorization and of parameters such as token, what these are compared with, keys of converters,
/// what checks send to log in, and values of variables and options that are named like a secret.
/// One word may hold several: each is an entry with the word's place.
std::vector<HaproxyWord> secret_words(const HaproxyModel&);

}  // namespace misfire
