#include "fault/haproxy/haproxy.hpp"

namespace misfire {

std::vector<Misconfiguration> haproxy_faults() {
  return {haproxy_reload(),           haproxy_weights(),
          haproxy_server_removed(),   haproxy_server_duplicated(),
          haproxy_check_removed(),    haproxy_server_timeout(),
          haproxy_connection_limit(), haproxy_path_typo(),
          haproxy_retries_off(),      haproxy_one_server_hash(),
          haproxy_metrics_gone(),     haproxy_balance_first()};
}

}  // namespace misfire
