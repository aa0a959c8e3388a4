#include "fault/shared/wrong_pool.hpp"

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  OtherPool other = other_pool(config);
  Edits edits = std::move(other.edits);
  for (const HaproxySection* section : login_frontends(config)) {
    bool named = false;
    for (const char* keyword : {"default_backend", "use_backend"}) {
      const auto lines = certain_lines(config.model(), *section, keyword, config.pool_name());
      if (!lines) return tl::unexpected(lines.error());
      for (const HaproxyLine* line : *lines) {
        edits.push_back({line->words[1].begin, line->words[1].end, other.name});
        named = true;
      }
    }
    // A default above it, a name made of the request, or servers of its own.
    if (!named) {
      edits.push_back(add_line(config.model(), *section, "use_backend " + other.name));
    }
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_wrong_pool() {
  Misconfiguration fault;
  fault.doc = wrong_pool_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = wrong_pool_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
