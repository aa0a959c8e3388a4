#include "fault/shared/slowstart_removed.hpp"

#include <fmt/format.h>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  if (auto known = certain_settings(config); !known) return tl::unexpected(known.error());
  Edits edits;
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    const std::string written = settings_of(config, i).value("slowstart");
    if (written.empty() || written == "0") continue;
    const bool inherited =
        ServerSettings::inherited(config.model(), config.pool_section(), config.server_line(i))
            .has("slowstart");
    add(edits,
        inherited ? config.set_param(i, "slowstart", "0") : drop_param(config, i, "slowstart"));
  }
  if (!edits.empty()) return edits;
  return usage_error(
      fmt::format("no server of \"{}\" has slowstart, so it cannot be removed", config.pool_name()),
      "", config.model().where(config.pool_section().header));
}

}  // namespace

Misconfiguration haproxy_slowstart_removed() {
  Misconfiguration fault;
  fault.doc = slowstart_removed_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = slowstart_removed_witness;
  return fault;
}

}  // namespace misfire
