// Every rule of this folder by its function; rules.cpp lists them.
#pragma once

#include "audit/haproxy/rules.hpp"

namespace misfire::haproxy_audit {

HaproxyRule all_weights_zero();
HaproxyRule cache_everything();
HaproxyRule check_accepts_errors();
HaproxyRule check_elsewhere();
HaproxyRule check_layer4_only();
HaproxyRule check_slow();
HaproxyRule check_timeout_tiny();
HaproxyRule cookie_duplicate();
HaproxyRule cookie_missing();
HaproxyRule duplicate_address();
HaproxyRule fall_one();
HaproxyRule first_without_maxconn();
HaproxyRule hash_not_consistent();
HaproxyRule hash_of_a_proxy();
HaproxyRule maintenance_page();
HaproxyRule masked_status();
HaproxyRule maxconn_above_capacity();
HaproxyRule maxconn_above_global();
HaproxyRule maxconn_low();
HaproxyRule monitor_uri_blind();
HaproxyRule name_resolved_once();
HaproxyRule no_check();
HaproxyRule no_default_backend();
HaproxyRule no_forwardfor();
HaproxyRule no_hard_stop();
HaproxyRule no_http_request_timeout();
HaproxyRule no_httplog();
HaproxyRule no_log();
HaproxyRule no_metrics();
HaproxyRule no_prometheus();
HaproxyRule no_queue_timeout();
HaproxyRule no_redispatch();
HaproxyRule no_retries();
HaproxyRule no_runtime_api();
HaproxyRule odd_server();
HaproxyRule old_tls();
HaproxyRule one_server_pool();
HaproxyRule outdated_directive();
HaproxyRule rate_limit_sessions();
HaproxyRule retry_repeats_requests();
HaproxyRule retry_storm();
HaproxyRule rise_slow();
HaproxyRule runtime_api_exposed();
HaproxyRule server_disabled();
HaproxyRule silent_drop();
HaproxyRule ssl_verify_none();
HaproxyRule standing_by();
HaproxyRule stats_exposed();
HaproxyRule stats_password_in_clear();
HaproxyRule stick_table_without_expire();
HaproxyRule tcp_check_without_rules();
HaproxyRule timeout_huge();
HaproxyRule timeout_missing();
HaproxyRule timeout_tiny();
HaproxyRule unequal_timeouts();
HaproxyRule unreachable_rule();
HaproxyRule unused_backend();
HaproxyRule weak_dh();
HaproxyRule weight_zero();
HaproxyRule weights_out_of_proportion();

}  // namespace misfire::haproxy_audit
