#include "fault/shared/check_always_200.hpp"

#include "fault/haproxy/check_edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto path = blind_path(args);
  if (!path) return tl::unexpected(path.error());
  return set_check_path(config, *path);
}

}  // namespace

Misconfiguration haproxy_check_always_200() {
  Misconfiguration fault;
  fault.doc = check_always_200_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = check_always_200_witness;
  fault.asks_checks = true;
  return fault;
}

}  // namespace misfire
