#include "fault/shared/check_deep.hpp"

#include "fault/haproxy/check_edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto path = deep_path(args);
  if (!path) return tl::unexpected(path.error());
  return set_check_path(config, *path);
}

}  // namespace

Misconfiguration haproxy_check_deep() {
  Misconfiguration fault;
  fault.doc = check_deep_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = check_deep_witness;
  return fault;
}

}  // namespace misfire
