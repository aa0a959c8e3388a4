#include "fault/shared/slowstart_long.hpp"

#include <fmt/format.h>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  if (auto known = certain_settings(config); !known) return tl::unexpected(known.error());
  const std::string time = fmt::format("{}m", slowstart_minutes(args));
  Edits edits;
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    if (settings_of(config, i).value("slowstart") != time) {
      add(edits, config.set_param(i, "slowstart", time));
    }
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_slowstart_long() {
  Misconfiguration fault;
  fault.doc = slowstart_long_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = slowstart_long_witness;
  return fault;
}

}  // namespace misfire
