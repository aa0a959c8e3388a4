#include "fault/haproxy/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

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

Result<Edit> add_rule(const HaproxyModel& model, const HaproxySection& section,
                      const std::string& rule) {
  const auto rules = lines_with(section, "http-request");
  const HaproxyLine& anchor = rules.empty() ? section.header : *rules.back();
  if (auto counts = must_count(model, anchor); !counts) return tl::unexpected(counts.error());
  if (rules.empty()) return add_line(model, section, rule);
  return add_line_after(model, anchor, rule);
}

}  // namespace

std::vector<const HaproxySection*> login_frontends(const HaproxyConfig& config) {
  std::vector<const HaproxySection*> found;
  for (const HaproxySection& section : config.model().sections) {
    if (config.leads_to_pool(section) != 0) found.push_back(&section);
  }
  return found;
}

Result<std::vector<const HaproxyLine*>> login_binds(const HaproxyConfig& config) {
  std::vector<const HaproxyLine*> all;
  for (const HaproxySection* section : login_frontends(config)) {
    const auto binds = certain_lines(config.model(), *section, "bind");
    if (!binds) return tl::unexpected(binds.error());
    all.insert(all.end(), binds->begin(), binds->end());
  }
  return all;
}

Result<Edits> add_login_rule(const HaproxyConfig& config, const std::string& rule) {
  Edits edits;
  for (const HaproxySection* section : login_frontends(config)) {
    const auto mode = mode_of(config.model(), *section);
    if (!mode) return tl::unexpected(mode.error());
    if (*mode != "http") {
      return usage_error("paths are routed in mode http only, and this frontend has another mode",
                         "choose another fault for this system",
                         config.model().where(section->header));
    }
    const auto edit = add_rule(config.model(), *section, rule);
    if (!edit) return tl::unexpected(edit.error());
    edits.push_back(*edit);
  }
  return edits;
}

Result<Edits> set_login_line(const HaproxyConfig& config, const std::string& keyword,
                             const std::string& second, const std::string& value) {
  Edits edits;
  for (const HaproxySection* section : login_frontends(config)) {
    auto set = set_line(config.model(), *section, keyword, second, value);
    if (!set) return set;
    add(edits, std::move(*set));
  }
  return edits;
}

OtherPool other_pool(const HaproxyConfig& config) {
  const auto& sections = config.model().sections;
  for (const HaproxySection& section : sections) {
    const bool other = section.kind == "backend" && &section != &config.pool_section();
    if (other && !lines_with(section, "server").empty()) return {section.name, {}};
  }
  std::string name = "old_" + config.pool_name();
  while (std::any_of(sections.begin(), sections.end(),
                     [&](const HaproxySection& section) { return section.name == name; })) {
    name = "old_" + name;
  }
  const std::string& text = config.text();
  return {name,
          {{text.size(), text.size(),
            fmt::format("{}\nbackend {}\n    mode http\n",
                        text.empty() || text.ends_with('\n') ? "" : "\n", name)}}};
}

}  // namespace misfire
