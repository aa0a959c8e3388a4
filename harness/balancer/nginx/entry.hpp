// Where the logins come in: the server of the configuration that stands for its entry here.
#pragma once

#include <string_view>
#include <vector>

#include "balancer/nginx/config.hpp"

namespace misfire {

struct LoginEntry {
  const NginxDirective* server = nullptr;     ///< null: none leads to the pool
  std::vector<const NginxDirective*> others;  ///< servers that lead to the pool, too
};
/// Of several servers that hand requests to the pool, the one that a login would reach: by the
/// location that it is handed on from, then by the server's name; else the first.
LoginEntry login_entry(const NginxConfig&, std::string_view host, std::string_view path);

/// The server of http around a directive; null outside one.
const NginxDirective* server_of(const NginxModel&, const NginxDirective&);

}  // namespace misfire
