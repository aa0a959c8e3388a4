#include "fault/shared/metrics_gone.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

/// Rules are asked in order: a refusal for the world outside came to stand above the exporter's.
Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  Edits edits;
  for (const HaproxySection& section : config.model().sections) {
    if (!section.has_binds()) continue;
    for (const HaproxyLine* line : lines_with(section, "http-request", "use-service")) {
      if (line->word(2) != "prometheus-exporter") continue;
      if (auto counts = must_count(config.model(), *line); !counts) {
        return tl::unexpected(counts.error());
      }
      const std::size_t service = line->words[2].end;
      const std::string condition = config.text().substr(service, line->words.back().end - service);
      edits.push_back(
          add_line_before(config.model(), *line, "http-request deny deny_status 404" + condition));
    }
  }
  if (edits.empty()) {
    return usage_error("no frontend serves HAProxy's Prometheus exporter, so it cannot be gone");
  }
  return edits;
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
