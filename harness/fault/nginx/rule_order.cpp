#include "fault/shared/rule_order.hpp"

#include <fmt/format.h>
#include <set>

#include "balancer/nginx/entry.hpp"
#include "balancer/nginx/location.hpp"
#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

using Kind = NginxLocation::Kind;

/// Expressions are asked in the order of the file, and before plain prefixes.
Result<Edits> edit(const NginxConfig& config, const Args&) {
  const NginxModel& model = config.model();
  OtherUpstream other = other_upstream(config);
  Edits edits = std::move(other.edits);
  std::set<const NginxDirective*> servers;
  bool shadowed = false;
  for (const NginxDirective* pass : config.passes()) {
    const NginxDirective* location = location_of(model, *pass);
    if (location == nullptr) continue;
    const bool first = location->word(1).starts_with("^~");
    const Kind kind = read_location(*location).kind;
    shadowed = shadowed || ((kind == Kind::prefix || kind == Kind::regex) && !first);
    const NginxDirective* server = server_of(model, *pass);
    if (server == nullptr || !servers.insert(server).second) continue;
    edits.push_back(add_directive(
        model, *server, fmt::format("location ~ ^/ {{ proxy_pass http://{}; }}", other.name)));
  }
  if (shadowed) return edits;
  return usage_error(
      fmt::format("only exact and \"^~\" locations lead to the upstream \"{}\", and no expression "
                  "comes before those",
                  config.pool_name()),
      "choose another fault for this system", model.where(config.upstream()));
}

}  // namespace

Misconfiguration nginx_rule_order() {
  Misconfiguration fault;
  fault.doc = rule_order_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = rule_order_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
