// The misconfigurations of HAProxy, one function and one file each; faults.cpp lists them.
#pragma once

#include "balancer/haproxy/config.hpp"
#include "fault/misconfiguration.hpp"

namespace misfire {

std::vector<Misconfiguration> haproxy_faults();

// ---- internal to this folder ----

Misconfiguration haproxy_reload();
Misconfiguration haproxy_weights();
Misconfiguration haproxy_server_removed();
Misconfiguration haproxy_server_duplicated();
Misconfiguration haproxy_check_removed();
Misconfiguration haproxy_server_timeout();
Misconfiguration haproxy_connection_limit();
Misconfiguration haproxy_path_typo();
Misconfiguration haproxy_retries_off();
Misconfiguration haproxy_one_server_hash();
Misconfiguration haproxy_metrics_gone();
Misconfiguration haproxy_balance_first();

}  // namespace misfire
