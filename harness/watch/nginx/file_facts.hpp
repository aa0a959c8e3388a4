// What an nginx configuration says of the servers of its upstreams. nginx itself tells nothing of
// them: this is also what a running nginx does, once it is known which text it has read. Pure.
#pragma once

#include "balancer/nginx/model.hpp"
#include "watch/facts.hpp"

namespace misfire::watch {

/// Of every upstream, in http and stream. A server is called by its address as written; a second
/// one of the same address has a number.
Facts file_facts(const NginxModel&);

}  // namespace misfire::watch
