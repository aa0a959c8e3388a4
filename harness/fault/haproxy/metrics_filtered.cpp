#include "fault/shared/metrics_filtered.hpp"

#include "fault/haproxy/exporter_rules.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const bool servers = left_out_of_metrics(args) == "servers";
  const std::string rule = std::string("http-request set-query ") +
                           (servers ? "scope=global&scope=frontend&scope=backend" : "no-maint");
  return add_before_exporter(config, rule, "nothing can be left out of it");
}

}  // namespace

Misconfiguration haproxy_metrics_filtered() {
  Misconfiguration fault;
  fault.doc = metrics_filtered_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = metrics_filtered_witness;
  return fault;
}

}  // namespace misfire
