#include "audit/nginx/rules.hpp"

#include "audit/nginx/list.hpp"

namespace misfire {

std::vector<NginxRule> nginx_rules() {
  return {
      nginx_audit::backend_tls_name(),
      nginx_audit::backend_tls_unverified(),
      nginx_audit::cached_sessions(),
      nginx_audit::connect_timeout_long(),
      nginx_audit::connect_timeout_missing(),
      nginx_audit::duplicate_address(),
      nginx_audit::fails_counted_per_worker(),
      nginx_audit::few_connections(),
      nginx_audit::fewer_files_than_connections(),
      nginx_audit::forged_addresses(),
      nginx_audit::hash_not_consistent(),
      nginx_audit::hash_of_a_proxy(),
      nginx_audit::hash_of_constant(),
      nginx_audit::headers_lost(),
      nginx_audit::if_in_location(),
      nginx_audit::keepalive_unused(),
      nginx_audit::limit_for_all(),
      nginx_audit::limit_looks_like_failure(),
      nginx_audit::limit_without_burst(),
      nginx_audit::listen_http2(),
      nginx_audit::maintenance_page(),
      nginx_audit::masked_status(),
      nginx_audit::max_conns_per_worker(),
      nginx_audit::name_resolved_once(),
      nginx_audit::no_access_log(),
      nginx_audit::no_metrics(),
      nginx_audit::no_next_upstream(),
      nginx_audit::no_passive_checks(),
      nginx_audit::no_resolver(),
      nginx_audit::one_server_pool(),
      nginx_audit::outdated_directive(),
      nginx_audit::pass_to_address(),
      nginx_audit::passive_checks_slow(),
      nginx_audit::path_joined(),
      nginx_audit::read_timeout_huge(),
      nginx_audit::read_timeout_tiny(),
      nginx_audit::retry_repeats_requests(),
      nginx_audit::retry_storm(),
      nginx_audit::standing_by(),
      nginx_audit::status_page_open(),
      nginx_audit::weights_out_of_proportion(),
  };
}

}  // namespace misfire
