#include "fault/shared/routes_removed.hpp"

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  Edits edits;
  for (const HaproxySection* section : login_frontends(config)) {
    HaproxyLines rules;
    for (const char* keyword : {"default_backend", "use_backend"}) {
      const auto lines = certain_lines(config.model(), *section, keyword, config.pool_name());
      if (!lines) return tl::unexpected(lines.error());
      rules.insert(rules.end(), lines->begin(), lines->end());
    }
    if (rules.empty()) {
      return usage_error("no line of this section names the pool, so that none can be gone",
                         "choose another fault for this system",
                         config.model().where(section->header));
    }
    for (const HaproxyLine* line : rules) edits.push_back(remove_line(config.model(), *line));
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_routes_removed() {
  Misconfiguration fault;
  fault.doc = routes_removed_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = routes_removed_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
