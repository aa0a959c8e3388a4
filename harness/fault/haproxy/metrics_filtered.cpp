#include "fault/shared/metrics_filtered.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const bool servers = left_out_of_metrics(args) == "servers";
  const std::string rule = std::string("http-request set-query ") +
                           (servers ? "scope=global&scope=frontend&scope=backend" : "no-maint");
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
      edits.push_back(add_line_before(config.model(), *line, rule + condition));
    }
  }
  if (edits.empty()) {
    return usage_error(
        "no frontend serves HAProxy's Prometheus exporter, so nothing can be left "
        "out of it");
  }
  return edits;
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
