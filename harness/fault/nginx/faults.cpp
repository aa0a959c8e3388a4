#include "fault/nginx/nginx.hpp"

namespace misfire {

std::vector<Misconfiguration> nginx_faults() {
  std::vector<Misconfiguration> faults = {nginx_reload(),
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
                                          nginx_check_slow(),
                                          nginx_check_strict(),
                                          nginx_rise_huge(),
                                          nginx_server_drained(),
                                          nginx_server_disabled(),
                                          nginx_server_backup(),
                                          nginx_server_stale(),
                                          nginx_server_wrong_address(),
                                          nginx_server_twice(),
                                          nginx_redispatch_removed(),
                                          nginx_retry_storm(),
                                          nginx_user_hash(),
                                          nginx_source_hash(),
                                          nginx_weights_swapped()};
  for (Misconfiguration& fault : nginx_not_there()) faults.push_back(std::move(fault));
  return faults;
}

}  // namespace misfire
