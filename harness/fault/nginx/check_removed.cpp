#include "fault/shared/check_removed.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

/// nginx asks no server how it is. What it has is max_fails: failed logins after which it leaves a
/// server alone for a while; 0 switches that off.
Result<Edits> edit(const NginxConfig& config, const Args& args) {
  const auto servers = unchecked_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  const std::int64_t fails = toothless(args) == Toothless::patient ? patience_of(args) : 0;
  Edits edits;
  for (const std::size_t i : *servers) {
    add(edits, config.set_param(i, "max_fails", std::to_string(fails)));
  }
  return edits;
}

std::string cannot(const Args& args) {
  return toothless(args) == Toothless::connect
             ? "the open-source nginx has no health checks that could ask for less"
             : "";
}

}  // namespace

Misconfiguration nginx_check_removed() {
  Misconfiguration fault;
  fault.doc = check_removed_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = of_generation<check_removed_witness>;
  fault.cannot = cannot;
  fault.ignored = check_removed_ignored;
  return fault;
}

}  // namespace misfire
