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
Misconfiguration nginx_connect_timeout_huge();
Misconfiguration nginx_error_page_200();
Misconfiguration nginx_frontend_limit();
Misconfiguration nginx_maintenance_page();
Misconfiguration nginx_metrics_filtered();
Misconfiguration nginx_process_limit();
Misconfiguration nginx_server_timeout_huge();
Misconfiguration nginx_session_rate_limit();
Misconfiguration nginx_silent_drop();
Misconfiguration nginx_stale_process();
Misconfiguration nginx_tls_to_plain();
Misconfiguration nginx_tls_listener();
Misconfiguration nginx_tls_expired();
Misconfiguration nginx_wrong_pool();
Misconfiguration nginx_access_log_off();
Misconfiguration nginx_body_limit();
Misconfiguration nginx_client_timeout_low();
Misconfiguration nginx_deny_rate();
Misconfiguration nginx_host_mismatch();
Misconfiguration nginx_http_request_timeout_low();
Misconfiguration nginx_http_version();
Misconfiguration nginx_login_cached();
Misconfiguration nginx_method_denied();
Misconfiguration nginx_old_configuration();
Misconfiguration nginx_path_rewritten();
Misconfiguration nginx_proxy_protocol_mismatch();
Misconfiguration nginx_queue_timeout_low();
Misconfiguration nginx_routes_removed();
Misconfiguration nginx_rule_order();
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
Misconfiguration nginx_resolver_broken();
/// Those that it cannot do, and why.
std::vector<Misconfiguration> nginx_not_there();

}  // namespace misfire
