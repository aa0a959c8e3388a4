#include "fault/shared/path_typo.hpp"

#include <fmt/format.h>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

/// The mode of a proxy: its own, or that of the defaults above it, or HAProxy's.
Result<std::string> mode_of(const HaproxyModel& model, const HaproxySection& section) {
  std::vector<const HaproxySection*> sections{&section};
  for (const HaproxySection* defaults : model.defaults_of(section)) sections.push_back(defaults);
  for (const HaproxySection* one : sections) {
    const auto lines = certain_lines(model, *one, "mode");
    if (!lines) return tl::unexpected(lines.error());
    if (!lines->empty()) return lines->back()->word(1);
  }
  return "tcp";
}

/// Behind the rules that are there: an exporter in the same frontend goes on answering.
Result<Edit> add_rule(const HaproxyModel& model, const HaproxySection& section,
                      const std::string& rule) {
  const auto rules = lines_with(section, "http-request");
  const HaproxyLine& anchor = rules.empty() ? section.header : *rules.back();
  if (auto counts = must_count(model, anchor); !counts) return tl::unexpected(counts.error());
  if (rules.empty()) return add_line(model, section, rule);
  return add_line_after(model, anchor, rule);
}

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto path = misspelt_path(args);
  if (!path) return tl::unexpected(path.error());
  Edits edits;
  for (const HaproxySection& section : config.model().sections) {
    if (config.leads_to_pool(section) == 0) continue;
    const auto mode = mode_of(config.model(), section);
    if (!mode) return tl::unexpected(mode.error());
    if (*mode != "http") {
      return usage_error("paths are routed in mode http only, and this frontend has another mode",
                         "choose another fault for this system",
                         config.model().where(section.header));
    }
    const auto rule =
        add_rule(config.model(), section,
                 fmt::format("http-request return status 404 unless {{ path_beg {} }}", *path));
    if (!rule) return tl::unexpected(rule.error());
    edits.push_back(*rule);
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_path_typo() {
  Misconfiguration fault;
  fault.doc = path_typo_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = path_typo_witness;
  return fault;
}

}  // namespace misfire
