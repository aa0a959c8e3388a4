#include "fault/nginx/nginx.hpp"

namespace misfire {

std::vector<Misconfiguration> nginx_faults() {
  return {nginx_reload(),
          nginx_weights(),
          nginx_server_removed(),
          nginx_server_duplicated(),
          nginx_check_removed(),
          nginx_server_timeout(),
          nginx_connection_limit(),
          nginx_path_typo(),
          nginx_retries_off(),
          nginx_one_server_hash(),
          nginx_metrics_gone(),
          nginx_connect_timeout_huge(),
          nginx_error_page_200(),
          nginx_frontend_limit(),
          nginx_maintenance_page(),
          nginx_metrics_filtered(),
          nginx_process_limit(),
          nginx_server_timeout_huge(),
          nginx_session_rate_limit(),
          nginx_silent_drop(),
          nginx_stale_process(),
          nginx_tls_to_plain(),
          nginx_wrong_pool(),
          nginx_access_log_off(),
          nginx_body_limit(),
          nginx_client_timeout_low(),
          nginx_deny_rate(),
          nginx_host_mismatch(),
          nginx_http_version(),
          nginx_login_cached(),
          nginx_method_denied(),
          nginx_old_configuration(),
          nginx_path_rewritten(),
          nginx_proxy_protocol_mismatch(),
          nginx_queue_timeout_low(),
          nginx_routes_removed(),
          nginx_rule_order()};
}

}  // namespace misfire
