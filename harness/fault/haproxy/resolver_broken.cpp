#include "fault/shared/resolver_broken.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "fault/haproxy/edits.hpp"
#include "fault/haproxy/haproxy.hpp"

namespace misfire {
namespace {

const std::string kGone = std::string(kNobodysAddress) + ":53";

std::string fresh_section(const HaproxyModel& model) {
  std::string name = "dns";
  const auto taken = [&](const HaproxySection& section) {
    return section.kind == "resolvers" && section.name == name;
  };
  while (std::any_of(model.sections.begin(), model.sections.end(), taken)) name += "2";
  return name;
}

/// The name servers of a section that is there become one which is gone.
Result<Edits> lose_name_servers(const HaproxyConfig& config, const std::string& resolvers) {
  Edits edits;
  for (const HaproxySection& section : config.model().sections) {
    if (section.kind != "resolvers" || section.name != resolvers) continue;
    for (const HaproxyLine& line : section.lines) {
      const bool server = line.keyword() == "nameserver" && line.words.size() > 2;
      if (!server && line.keyword() != "parse-resolv-conf") continue;
      if (auto counts = must_count(config.model(), line); !counts) {
        return tl::unexpected(counts.error());
      }
      edits.push_back(server ? replace_words(line, 2, kGone)
                             : replace_words(line, 0, fmt::format("nameserver dns1 {}", kGone)));
    }
  }
  return edits;
}

Result<Edits> edit(const HaproxyConfig& config, const Args& args) {
  const auto servers = looked_up_servers(args, config.pool().size());
  if (!servers) return tl::unexpected(servers.error());
  if (auto known = certain_settings(config); !known) return tl::unexpected(known.error());
  const std::string fresh = fresh_section(config.model());
  std::set<std::string> lost;
  Edits edits;
  for (const std::size_t i : *servers) {
    const PoolServer& server = config.pool()[i];
    if (!is_to_be_resolved(server.address)) {
      return usage_error(fmt::format("{} is at \"{}\", which is no name: nobody looks it up",
                                     server.name, server.address),
                         "this fault needs servers that are known by name", server.where);
    }
    const std::string resolvers = settings_of(config, i).value("resolvers");
    if (resolvers.empty()) add(edits, config.set_param(i, "resolvers", fresh));
    // Nobody else is asked at the start, either.
    add(edits, config.set_param(i, "init-addr", "none"));
    if (!lost.insert(resolvers.empty() ? fresh : resolvers).second) continue;
    if (resolvers.empty()) continue;
    auto gone = lose_name_servers(config, resolvers);
    if (!gone) return gone;
    add(edits, std::move(*gone));
  }
  if (lost.contains(fresh)) {
    const std::size_t end = config.text().size();
    const char* feed = config.text().ends_with('\n') ? "" : "\n";
    edits.push_back(
        {end, end, fmt::format("{}\nresolvers {}\n    nameserver dns1 {}\n", feed, fresh, kGone)});
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_resolver_broken() {
  Misconfiguration fault;
  fault.doc = resolver_broken_doc();
  fault.lacks = lacks_names;
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = resolver_broken_witness;
  return fault;
}

}  // namespace misfire
