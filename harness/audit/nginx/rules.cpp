#include "audit/nginx/rules.hpp"

#include "audit/nginx/list.hpp"

namespace misfire {

std::vector<NginxRule> nginx_rules() {
  return {
      nginx_answers_by_itself(),
      nginx_backend_tls_name(),
      nginx_backend_tls_unverified(),
      nginx_cached_sessions(),
      nginx_connect_timeout_long(),
      nginx_connect_timeout_missing(),
      nginx_duplicate_server(),
      nginx_errors_masked(),
      nginx_fails_counted_per_worker(),
      nginx_few_connections(),
      nginx_fewer_files_than_connections(),
      nginx_forged_addresses(),
      nginx_hash_behind_proxy(),
      nginx_hash_inconsistent(),
      nginx_hash_of_constant(),
      nginx_headers_lost(),
      nginx_if_in_location(),
      nginx_keepalive_unused(),
      nginx_limit_for_all(),
      nginx_limit_looks_like_failure(),
      nginx_limit_without_burst(),
      nginx_listen_http2(),
      nginx_max_conns_per_worker(),
      nginx_most_servers_idle(),
      nginx_no_access_log(),
      nginx_no_metrics(),
      nginx_no_next_upstream(),
      nginx_no_passive_checks(),
      nginx_no_resolver(),
      nginx_outdated(),
      nginx_pass_to_address(),
      nginx_passive_checks_slow(),
      nginx_path_joined(),
      nginx_read_timeout_huge(),
      nginx_read_timeout_tiny(),
      nginx_repeats_writes(),
      nginx_resolved_once(),
      nginx_retry_storm(),
      nginx_single_server(),
      nginx_status_page_open(),
      nginx_weights_skewed(),
  };
}

}  // namespace misfire
