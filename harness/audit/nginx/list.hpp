// The rules one by one, for rules.cpp alone.
#pragma once

#include "audit/nginx/rules.hpp"

namespace misfire {

NginxRule nginx_answers_by_itself();
NginxRule nginx_backend_tls_name();
NginxRule nginx_backend_tls_unverified();
NginxRule nginx_cached_sessions();
NginxRule nginx_connect_timeout_long();
NginxRule nginx_connect_timeout_missing();
NginxRule nginx_duplicate_server();
NginxRule nginx_errors_masked();
NginxRule nginx_fails_counted_per_worker();
NginxRule nginx_few_connections();
NginxRule nginx_fewer_files_than_connections();
NginxRule nginx_forged_addresses();
NginxRule nginx_hash_behind_proxy();
NginxRule nginx_hash_inconsistent();
NginxRule nginx_hash_of_constant();
NginxRule nginx_headers_lost();
NginxRule nginx_if_in_location();
NginxRule nginx_keepalive_unused();
NginxRule nginx_limit_for_all();
NginxRule nginx_limit_looks_like_failure();
NginxRule nginx_limit_without_burst();
NginxRule nginx_listen_http2();
NginxRule nginx_max_conns_per_worker();
NginxRule nginx_most_servers_idle();
NginxRule nginx_no_access_log();
NginxRule nginx_no_metrics();
NginxRule nginx_no_next_upstream();
NginxRule nginx_no_passive_checks();
NginxRule nginx_no_resolver();
NginxRule nginx_outdated();
NginxRule nginx_pass_to_address();
NginxRule nginx_passive_checks_slow();
NginxRule nginx_path_joined();
NginxRule nginx_read_timeout_huge();
NginxRule nginx_read_timeout_tiny();
NginxRule nginx_repeats_writes();
NginxRule nginx_resolved_once();
NginxRule nginx_retry_storm();
NginxRule nginx_single_server();
NginxRule nginx_status_page_open();
NginxRule nginx_weights_skewed();

}  // namespace misfire
