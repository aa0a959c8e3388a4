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
Misconfiguration haproxy_connect_timeout_huge();
Misconfiguration haproxy_error_page_200();
Misconfiguration haproxy_frontend_limit();
Misconfiguration haproxy_maintenance_page();
Misconfiguration haproxy_metrics_filtered();
Misconfiguration haproxy_process_limit();
Misconfiguration haproxy_server_timeout_huge();
Misconfiguration haproxy_session_rate_limit();
Misconfiguration haproxy_silent_drop();
Misconfiguration haproxy_stale_process();
Misconfiguration haproxy_tls_to_plain();
Misconfiguration haproxy_tls_listener();
Misconfiguration haproxy_tls_expired();
Misconfiguration haproxy_wrong_pool();
Misconfiguration haproxy_access_log_off();
Misconfiguration haproxy_body_limit();
Misconfiguration haproxy_client_timeout_low();
Misconfiguration haproxy_deny_rate();
Misconfiguration haproxy_host_mismatch();
Misconfiguration haproxy_http_request_timeout_low();
Misconfiguration haproxy_http_version();
Misconfiguration haproxy_login_cached();
Misconfiguration haproxy_method_denied();
Misconfiguration haproxy_old_configuration();
Misconfiguration haproxy_path_rewritten();
Misconfiguration haproxy_proxy_protocol_mismatch();
Misconfiguration haproxy_queue_timeout_low();
Misconfiguration haproxy_routes_removed();
Misconfiguration haproxy_rule_order();
Misconfiguration haproxy_check_path_typo();
Misconfiguration haproxy_check_always_200();
Misconfiguration haproxy_check_deep();
Misconfiguration haproxy_check_any_status();
Misconfiguration haproxy_check_port();
Misconfiguration haproxy_check_timeout_low();
Misconfiguration haproxy_check_slow();
Misconfiguration haproxy_check_strict();
Misconfiguration haproxy_rise_huge();
Misconfiguration haproxy_server_drained();
Misconfiguration haproxy_server_disabled();
Misconfiguration haproxy_server_backup();
Misconfiguration haproxy_server_stale();
Misconfiguration haproxy_server_wrong_address();
Misconfiguration haproxy_server_twice();
Misconfiguration haproxy_redispatch_removed();
Misconfiguration haproxy_retry_storm();
Misconfiguration haproxy_user_hash();
Misconfiguration haproxy_source_hash();
Misconfiguration haproxy_constant_cookie();
Misconfiguration haproxy_weights_swapped();
Misconfiguration haproxy_slowstart_removed();
Misconfiguration haproxy_slowstart_long();
Misconfiguration haproxy_resolver_broken();

}  // namespace misfire
