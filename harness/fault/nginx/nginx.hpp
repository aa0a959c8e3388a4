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
Misconfiguration nginx_check_slow();
Misconfiguration nginx_check_strict();
Misconfiguration nginx_rise_huge();
Misconfiguration nginx_server_drained();
Misconfiguration nginx_server_disabled();
Misconfiguration nginx_server_backup();
Misconfiguration nginx_server_stale();
Misconfiguration nginx_server_wrong_address();
Misconfiguration nginx_server_twice();
Misconfiguration nginx_redispatch_removed();
Misconfiguration nginx_retry_storm();
Misconfiguration nginx_user_hash();
Misconfiguration nginx_source_hash();
Misconfiguration nginx_weights_swapped();
/// Those that it cannot do, and why.
std::vector<Misconfiguration> nginx_not_there();

}  // namespace misfire
