#include "fault/shared/metrics_gone.hpp"

#include "fault/haproxy/exporter_rules.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

/// A refusal for the world outside came to stand above the exporter's.
Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  return add_before_exporter(config, "http-request deny deny_status 404", "it cannot be gone");
}

/// A scrape may fail for many reasons; this one answers, and with 404.
Shown witness(const Args& args, const Observed& seen) {
  Shown shown = metrics_gone_witness(args, seen);
  shown.shown = shown.shown && seen.metrics->error.find("404") != std::string::npos;
  return shown;
}

}  // namespace

Misconfiguration haproxy_metrics_gone() {
  Misconfiguration fault;
  fault.doc = metrics_gone_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = witness;
  fault.asks_metrics = true;
  return fault;
}

}  // namespace misfire
