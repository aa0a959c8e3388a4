#include "fault/shared/rule_order.hpp"

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  OtherPool other = other_pool(config);
  const std::string rule = "use_backend " + other.name + " if { path_beg / }";
  Edits edits = std::move(other.edits);
  for (const HaproxySection* section : login_frontends(config)) {
    const auto rules = certain_lines(config.model(), *section, "use_backend");
    if (!rules) return tl::unexpected(rules.error());
    edits.push_back(rules->empty() ? add_line(config.model(), *section, rule)
                                   : add_line_before(config.model(), *rules->front(), rule));
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_rule_order() {
  Misconfiguration fault;
  fault.doc = rule_order_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = rule_order_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
