#include "fault/shared/check_removed.hpp"

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

/// A pool's check by HTTP becomes one that only connects.
Result<Edits> connect_only(const HaproxyConfig& config) {
  constexpr const char* kConnect = "option tcp-check";
  const HaproxyModel& model = config.model();
  const auto own = certain_lines(model, config.pool_section(), "option", "httpchk");
  if (!own) return tl::unexpected(own.error());
  Edits edits;
  for (const HaproxyLine* line : *own) edits.push_back(replace_words(*line, 0, kConnect));
  if (!edits.empty()) return edits;
  for (const HaproxySection* defaults : model.defaults_of(config.pool_section())) {
    const auto inherited = certain_lines(model, *defaults, "option", "httpchk");
    if (!inherited) return tl::unexpected(inherited.error());
    if (inherited->empty()) continue;
    return Edits{add_line(model, config.pool_section(), kConnect)};
  }
  return edits;
}

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto servers = unchecked_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  if (toothless(args) == Toothless::connect) return connect_only(config);
  if (auto known = certain_settings(config); !known) return tl::unexpected(known.error());
  Edits edits;
  for (const std::size_t i : *servers) {
    if (!settings_of(config, i).flag("check")) continue;
    if (toothless(args) == Toothless::patient) {
      add(edits, config.set_param(i, "fall", std::to_string(patience_of(args))));
      continue;
    }
    // What comes from a default-server line is taken back for this server only.
    const bool inherited =
        ServerSettings::inherited(config.model(), config.pool_section(), config.server_line(i))
            .flag("check");
    add(edits, inherited ? set_flag(config, i, "no-check") : drop_param(config, i, "check"));
  }
  return edits;
}

Result<RuntimeChange> runtime(const HaproxyConfig& config, const Args& args) {
  const auto servers = unchecked_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  if (toothless(args) != Toothless::removed) {
    return usage_error("HAProxy's Runtime API can only switch checks off: how = \"removed\"",
                       "leave out via, or write via = \"reload\"");
  }
  if (auto known = certain_settings(config); !known) return tl::unexpected(known.error());
  RuntimeChange change;
  for (const std::size_t i : *servers) {
    if (!settings_of(config, i).flag("check")) continue;
    change.inject.push_back("disable health " + server_path(config, i));
    change.revert.push_back("enable health " + server_path(config, i));
  }
  return change;
}

}  // namespace

Misconfiguration haproxy_check_removed() {
  Misconfiguration fault;
  fault.doc = check_removed_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = check_removed_witness;
  fault.runtime = of<HaproxyConfig, runtime>;
  fault.ignored = check_removed_ignored;
  fault.asks_checks = true;
  return fault;
}

}  // namespace misfire
