#include "fault/shared/old_configuration.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  auto edits = haproxy_server_removed().edit(config, removed_since(args));
  if (!edits) return edits;
  auto times = haproxy_server_timeout().edit(config, timeout_of_then(args));
  if (!times) return times;
  add(*edits, std::move(*times));
  return edits;
}

}  // namespace

Misconfiguration haproxy_old_configuration() {
  Misconfiguration fault;
  fault.doc = old_configuration_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = old_configuration_witness;
  return fault;
}

}  // namespace misfire
