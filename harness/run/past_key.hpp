// What a remembered past depends on: with the same key, a healthy stack makes the same series.
#pragma once

#include <string>

#include "run/prepare.hpp"

namespace misfire {

/// Of the balancer's and Prometheus's files, the selectors with their windows, the load and its
/// speed, the pool, and the programs. Error: a file cannot be read any more.
Result<std::string> past_key(const Inputs&, const Prepared&);

}  // namespace misfire
