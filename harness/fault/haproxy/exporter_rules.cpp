#include "fault/haproxy/exporter_rules.hpp"

namespace misfire {

Result<Edits> add_before_exporter(const HaproxyConfig& config, const std::string& rule,
                                  const std::string& consequence) {
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
    return usage_error("no frontend serves HAProxy's Prometheus exporter, so " + consequence);
  }
  return edits;
}

}  // namespace misfire
