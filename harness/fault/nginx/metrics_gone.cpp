#include "fault/shared/metrics_gone.hpp"

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args&) {
  Edits edits;
  for (const NginxDirective& directive : config.model().directives()) {
    if (directive.name() != "stub_status" || directive.entry) continue;
    edits.push_back({directive.begin, directive.words.back().end, "return 404"});
  }
  if (edits.empty()) {
    return usage_error("no server has stub_status, so it cannot be gone", "",
                       config.model().where(config.http()));
  }
  return edits;
}

}  // namespace

Misconfiguration nginx_metrics_gone() {
  Misconfiguration fault;
  fault.doc = metrics_gone_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = metrics_gone_witness;
  fault.asks_metrics = true;
  return fault;
}

}  // namespace misfire
