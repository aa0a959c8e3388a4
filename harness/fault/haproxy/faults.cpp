#include "fault/haproxy/haproxy.hpp"

namespace misfire {

std::vector<Misconfiguration> haproxy_faults() {
  return {haproxy_reload(),           haproxy_weights(),
          haproxy_server_removed(),   haproxy_server_duplicated(),
          haproxy_check_removed(),    haproxy_server_timeout(),
          haproxy_connection_limit(), haproxy_path_typo(),
          haproxy_retries_off(),      haproxy_one_server_hash(),
          haproxy_metrics_gone(),     haproxy_balance_first(),
          haproxy_check_path_typo(),  haproxy_check_always_200(),
          haproxy_check_deep(),       haproxy_check_any_status(),
          haproxy_check_port(),       haproxy_check_timeout_low(),
          haproxy_check_slow(),       haproxy_check_strict(),
          haproxy_rise_huge(),        haproxy_server_drained(),
          haproxy_server_disabled(),  haproxy_server_backup(),
          haproxy_server_stale(),     haproxy_server_wrong_address(),
          haproxy_server_twice(),     haproxy_redispatch_removed(),
          haproxy_retry_storm(),      haproxy_user_hash(),
          haproxy_source_hash(),      haproxy_constant_cookie(),
          haproxy_weights_swapped(),  haproxy_slowstart_removed(),
          haproxy_slowstart_long(),   haproxy_resolver_broken()};
}

}  // namespace misfire
