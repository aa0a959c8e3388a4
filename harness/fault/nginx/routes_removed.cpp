#include "fault/shared/routes_removed.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

/// The passes go, their locations stay: nginx looks for files there, and has none.
Result<Edits> edit(const NginxConfig& config, const Args&) {
  Edits edits;
  for (const NginxDirective* pass : config.passes()) {
    const NginxDirective* block = config.model().parent(*pass);
    const bool except = block->name() == "limit_except";  // which takes no return
    edits.push_back({pass->begin, pass->end, except ? "" : "return 404;"});
  }
  return edits;
}

}  // namespace

Misconfiguration nginx_routes_removed() {
  Misconfiguration fault;
  fault.doc = routes_removed_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = routes_removed_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
