#include "fault/nginx/nginx.hpp"

namespace misfire {

std::vector<Misconfiguration> nginx_faults() {
  return {nginx_reload(),           nginx_weights(),
          nginx_server_removed(),   nginx_server_duplicated(),
          nginx_check_removed(),    nginx_server_timeout(),
          nginx_connection_limit(), nginx_path_typo(),
          nginx_retries_off(),      nginx_one_server_hash(),
          nginx_metrics_gone()};
}

}  // namespace misfire
