#include "fault/nginx/edits.hpp"

#include <fmt/format.h>

#include <set>

namespace misfire {
namespace {

std::size_t line_begin(const std::string& text, std::size_t at) {
  return at == 0 ? 0 : text.rfind('\n', at - 1) + 1;  // of npos: 0
}

/// What stands before the directive on its line, if that is only space.
std::string indent_of(const NginxModel& model, const NginxDirective& directive) {
  const std::size_t begin = line_begin(model.text(), directive.begin);
  const std::string before = model.text().substr(begin, directive.begin - begin);
  return before.find_first_not_of(" \t") == std::string::npos ? before : "";
}

/// The nearest block around a pass that takes settings of its module.
const NginxDirective* taking_block(const NginxModel& model, const NginxDirective& pass) {
  const NginxDirective* block = model.parent(pass);
  while (block->name() == "if" || block->name() == "limit_except") {
    const NginxDirective* around = model.parent(*block);
    if (around == nullptr) break;
    block = around;
  }
  return block;
}

/// Makes `NAME value;` hold for each pass; the name may depend on it.
template <class NameOf>
Edits set_each(const NginxConfig& config, const std::string& value, const NameOf& name_of) {
  const NginxModel& model = config.model();
  std::set<std::pair<const NginxDirective*, std::string>> done;
  Edits edits;
  for (const NginxDirective* pass : config.passes()) {
    const std::string name = name_of(*pass);
    const NginxDirective* block = taking_block(model, *pass);
    const NginxDirective* stands = model.in_force(block, name);
    if (!done.emplace(stands != nullptr ? stands : block, name).second) continue;
    if (stands == nullptr) {
      edits.push_back(add_directive(model, *block, fmt::format("{} {};", name, value)));
      continue;
    }
    std::string written;
    for (std::size_t i = 1; i < stands->words.size(); ++i) {
      written += (i == 1 ? "" : " ") + stands->word(i);
    }
    if (written != value) edits.push_back(replace_arguments(*stands, value));
  }
  return edits;
}

}  // namespace

Edit remove_directive(const NginxModel& model, const NginxDirective& directive) {
  const std::string& text = model.text();
  const std::size_t begin = line_begin(text, directive.begin);
  const bool first = text.find_first_not_of(" \t", begin) == directive.begin;
  const std::size_t behind = text.find_first_not_of(" \t\r", directive.end);
  const bool last = behind == std::string::npos || text[behind] == '\n' || text[behind] == '#';
  if (!first || !last) return {directive.begin, directive.end, ""};
  const std::size_t end = text.find('\n', directive.end);
  return {begin, end == std::string::npos ? text.size() : end + 1, ""};
}

Edit add_directive(const NginxModel& model, const NginxDirective& block,
                   const std::string& directive) {
  const std::string& text = model.text();
  const std::size_t behind = block.open + 1;
  const std::size_t next = text.find_first_not_of(" \t\r", behind);
  // A block on one line stays on it.
  if (next == std::string::npos || text[next] != '\n') return {behind, behind, " " + directive};
  const std::string indent = block.inside.empty() ? indent_of(model, block) + "    "
                                                  : indent_of(model, model[block.inside.front()]);
  const char* end = text[behind] == '\r' ? "\r\n" : "\n";
  return {behind, behind, end + indent + directive};
}

Edit add_directive_after(const NginxModel& model, const NginxDirective& former,
                         const std::string& directive) {
  const std::string& text = model.text();
  // With the comment on it.
  const std::size_t behind = text.find_first_not_of(" \t\r", former.end);
  const bool last = behind == std::string::npos || text[behind] == '\n' || text[behind] == '#';
  if (!last) return {former.end, former.end, " " + directive};
  std::size_t end = std::min(text.find('\n', former.end), text.size());
  const bool cr = end > 0 && text[end - 1] == '\r';
  if (cr) --end;
  return {end, end, (cr ? "\r\n" : "\n") + indent_of(model, former) + directive};
}

Edit replace_arguments(const NginxDirective& directive, const std::string& text) {
  const std::size_t behind = directive.words.front().end;
  return {behind, directive.words.back().end, " " + text};
}

Edits set_where_passed(const NginxConfig& config, std::string_view setting,
                       const std::string& value) {
  return set_each(config, value,
                  [&](const NginxDirective& pass) { return setting_of_pass(pass, setting); });
}

Edits set_around_passes(const NginxConfig& config, const std::string& name,
                        const std::string& value) {
  return set_each(config, value, [&](const NginxDirective&) { return name; });
}

Edits add_where_passed(const NginxConfig& config, const std::string& directive) {
  std::set<const NginxDirective*> done;
  Edits edits;
  for (const NginxDirective* pass : config.passes()) {
    const NginxDirective* block = taking_block(config.model(), *pass);
    if (!done.insert(block).second) continue;
    edits.push_back(add_directive(config.model(), *block, directive));
  }
  return edits;
}

std::string fresh_name(const NginxConfig& config, const std::string& base) {
  std::string name = base;
  for (int n = 2; config.text().find(name) != std::string::npos; ++n) {
    name = fmt::format("{}{}", base, n);
  }
  return name;
}

OtherUpstream other_upstream(const NginxConfig& config) {
  for (const NginxDirective* upstream : config.model().all(&config.http(), "upstream")) {
    if (upstream == &config.upstream()) continue;
    if (config.model().last(upstream, "server") != nullptr) return {upstream->word(1), {}};
  }
  const std::string name = fresh_name(config, "old_" + config.pool_name());
  return {name,
          {add_directive(config.model(), config.http(),
                         fmt::format("upstream {} {{ server 127.0.0.1:9 down; }}", name))}};
}

Edits set_flag(const NginxConfig& config, std::size_t server, const std::string& flag) {
  const NginxDirective& line = config.server(server);
  if (server_flag(line, flag)) return {};
  const std::size_t behind = line.words[1].end;
  return {{behind, behind, " " + flag}};
}

const NginxDirective* choice_of(const NginxConfig& config) {
  for (const char* name : {"hash", "ip_hash", "least_conn", "random"}) {
    if (const NginxDirective* chosen = config.model().last(&config.upstream(), name)) return chosen;
  }
  return nullptr;
}

Result<Edits> choose_by_hash(const NginxConfig& config, const std::string& directive) {
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    if (!server_flag(config.server(i), "backup")) continue;
    return usage_error(fmt::format("nginx cannot hash a pool with backup servers (line {})",
                                   config.pool()[i].where.line),
                       "it refuses the configuration", config.pool()[i].where);
  }
  if (config.algorithm() == directive) return Edits{};
  const NginxDirective* chosen = choice_of(config);
  if (chosen == nullptr) {
    // Before `keepalive`, which must stand behind it.
    return Edits{add_directive(config.model(), config.upstream(), directive + ";")};
  }
  return Edits{{chosen->begin, chosen->words.back().end, directive}};
}

Edits leave_out_after(const NginxConfig& config, std::optional<std::int64_t> failures,
                      std::int64_t seconds) {
  Edits edits;
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    if (server_number(config.server(i), "max_fails", 1) == 0) continue;
    if (failures) add(edits, config.set_param(i, "max_fails", std::to_string(*failures)));
    add(edits, config.set_param(i, "fail_timeout", fmt::format("{}s", seconds)));
  }
  return edits;
}

Shown by_generation(Shown shown, const Observed& seen) {
  const bool ours = seen.now.configuration == seen.configuration;
  shown.evidence.push_back(fmt::format(
      "nginx tells no state of its servers: what it has is what the configuration of the serving "
      "{} says{}, which is weaker evidence than the logins",
      seen.now.worker, ours ? "" : ", and that is not the one that it was given last"));
  shown.shown = shown.shown && ours;
  return shown;
}

}  // namespace misfire
