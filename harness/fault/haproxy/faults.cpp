#include "fault/haproxy/haproxy.hpp"

namespace misfire {

std::vector<Misconfiguration> haproxy_faults() {
  return {haproxy_reload(),
          haproxy_weights(),
          haproxy_server_removed(),
          haproxy_server_duplicated(),
          haproxy_check_removed(),
          haproxy_server_timeout(),
          haproxy_connection_limit(),
          haproxy_path_typo(),
          haproxy_retries_off(),
          haproxy_one_server_hash(),
          haproxy_metrics_gone(),
          haproxy_balance_first(),
          haproxy_connect_timeout_huge(),
          haproxy_error_page_200(),
          haproxy_frontend_limit(),
          haproxy_maintenance_page(),
          haproxy_metrics_filtered(),
          haproxy_process_limit(),
          haproxy_server_timeout_huge(),
          haproxy_session_rate_limit(),
          haproxy_silent_drop(),
          haproxy_stale_process(),
          haproxy_tls_to_plain(),
          haproxy_wrong_pool(),
          haproxy_access_log_off(),
          haproxy_body_limit(),
          haproxy_client_timeout_low(),
          haproxy_deny_rate(),
          haproxy_host_mismatch(),
          haproxy_http_version(),
          haproxy_login_cached(),
          haproxy_method_denied(),
          haproxy_old_configuration(),
          haproxy_path_rewritten(),
          haproxy_proxy_protocol_mismatch(),
          haproxy_queue_timeout_low(),
          haproxy_routes_removed(),
          haproxy_rule_order()};
}

}  // namespace misfire
