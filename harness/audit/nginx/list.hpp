// The rules one by one, for rules.cpp alone.
#pragma once

#include "audit/nginx/rules.hpp"

namespace misfire::nginx_audit {

NginxRule backend_tls_name();
NginxRule backend_tls_unverified();
NginxRule cached_sessions();
NginxRule connect_timeout_long();
NginxRule connect_timeout_missing();
NginxRule duplicate_address();
NginxRule fails_counted_per_worker();
NginxRule few_connections();
NginxRule fewer_files_than_connections();
NginxRule forged_addresses();
NginxRule hash_not_consistent();
NginxRule hash_of_a_proxy();
NginxRule hash_of_constant();
NginxRule headers_lost();
NginxRule if_in_location();
NginxRule keepalive_unused();
NginxRule limit_for_all();
NginxRule limit_looks_like_failure();
NginxRule limit_without_burst();
NginxRule listen_http2();
NginxRule maintenance_page();
NginxRule masked_status();
NginxRule max_conns_per_worker();
NginxRule name_resolved_once();
NginxRule no_access_log();
NginxRule no_metrics();
NginxRule no_next_upstream();
NginxRule no_passive_checks();
NginxRule no_resolver();
NginxRule one_server_pool();
NginxRule outdated_directive();
NginxRule pass_to_address();
NginxRule passive_checks_slow();
NginxRule path_joined();
NginxRule read_timeout_huge();
NginxRule read_timeout_tiny();
NginxRule retry_repeats_requests();
NginxRule retry_storm();
NginxRule standing_by();
NginxRule status_page_open();
NginxRule weights_out_of_proportion();

}  // namespace misfire::nginx_audit
