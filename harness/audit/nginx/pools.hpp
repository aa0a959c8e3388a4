// The upstreams of an nginx configuration, in `http` and `stream`, with what leads to them.
#pragma once

#include <string>
#include <vector>

#include "balancer/nginx/config.hpp"
#include "balancer/nginx/model.hpp"

namespace misfire::nginx_audit {

struct NginxPool {
  const NginxDirective* block = nullptr;
  bool stream = false;
  std::vector<const NginxDirective*> servers;
  std::vector<const NginxDirective*> sharing;  ///< of these, neither `backup` nor `down`
  std::vector<const NginxDirective*> passes;   ///< …_pass by its name, or by a variable that may
                                               ///< hold it
  const std::string& name() const { return block->word(1); }
  /// A directive of its block; null if it has none of that name.
  const NginxDirective* has(const NginxModel& model, std::string_view directive) const {
    return model.last(block, directive);
  }
};
std::vector<NginxPool> nginx_pools(const NginxModel&);

/// Every …_pass, in order.
std::vector<const NginxDirective*> nginx_passes(const NginxModel&);

/// "10.0.0.1", "[::1]" or "unix:/x": nothing that a name server is asked for.
bool is_address(const std::string& host);
/// This machine.
bool is_local(const std::string& host);

/// A request for this location is a person's: not a health check, not a metrics page, not a file.
bool serves_users(const NginxModel&, const NginxDirective& directive);

}  // namespace misfire::nginx_audit
