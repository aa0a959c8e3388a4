// The misconfigurations of nginx, one function and one file each; faults.cpp lists them.
#pragma once

#include "fault/misconfiguration.hpp"

namespace misfire {

std::vector<Misconfiguration> nginx_faults();

// ---- internal to this folder ----

Misconfiguration nginx_reload();
Misconfiguration nginx_weights();
Misconfiguration nginx_server_removed();
Misconfiguration nginx_server_duplicated();
Misconfiguration nginx_check_removed();
Misconfiguration nginx_server_timeout();
Misconfiguration nginx_connection_limit();
Misconfiguration nginx_path_typo();
Misconfiguration nginx_retries_off();
Misconfiguration nginx_one_server_hash();
Misconfiguration nginx_metrics_gone();

}  // namespace misfire
