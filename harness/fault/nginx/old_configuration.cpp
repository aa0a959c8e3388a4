#include "fault/shared/old_configuration.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args& args) {
  auto edits = nginx_server_removed().edit(config, removed_since(args));
  if (!edits) return edits;
  auto times = nginx_server_timeout().edit(config, timeout_of_then(args));
  if (!times) return times;
  add(*edits, std::move(*times));
  return edits;
}

}  // namespace

Misconfiguration nginx_old_configuration() {
  Misconfiguration fault;
  fault.doc = old_configuration_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<old_configuration_witness>;
  return fault;
}

}  // namespace misfire
