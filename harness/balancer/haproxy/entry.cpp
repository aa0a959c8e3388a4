#include "balancer/haproxy/entry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "balancer/haproxy/draft.hpp"

namespace misfire {
namespace {

bool any_line(const HaproxySection& section, bool (*is)(const HaproxyLine&)) {
  return std::any_of(section.lines.begin(), section.lines.end(), is);
}

bool is_bind(const HaproxyLine& line) {
  return line.keyword() == "bind" && line.words.size() > 1;
}

bool serves_exporter(const HaproxySection& section) {
  return section.has_binds() && any_line(section, is_bind) &&
         any_line(section, [](const HaproxyLine& line) {
           return line.keyword() == "http-request" && line.word(1) == "use-service" &&
                  line.word(2) == "prometheus-exporter";
         });
}

bool plain(const HaproxyLine& bind) {
  const auto params = bind_params(bind);
  return find_param(params, "ssl") == nullptr && find_param(params, "accept-proxy") == nullptr &&
         find_param(params, "accept-netscaler-cip") == nullptr;
}

/// The bind line that best takes over a role: plain TCP, then TCP, then any; but that of TLS where
/// the plain one only sends there.
const HaproxyLine* main_bind(const HaproxySection& section) {
  const HaproxyLine* best = nullptr;
  int best_rank = -1;
  const bool to_tls = any_line(section, redirects_to_tls);
  for (const HaproxyLine& line : section.lines) {
    if (!is_bind(line)) continue;
    const HaproxyAddress address = parse_haproxy_address(split_addresses(line.word(1)).front());
    if (address.udp) continue;
    const int rank = !address.tcp ? 0 : to_tls && speaks_tls(line) ? 3 : plain(line) ? 2 : 1;
    if (rank > best_rank) {
      best = &line;
      best_rank = rank;
    }
  }
  return best;
}

int leads_to_pool(const HaproxyConfig& config, const HaproxyConfig* original,
                  const HaproxySection& section) {
  if (original == nullptr) return config.leads_to_pool(section);
  const auto& sections = original->model().sections;
  const auto same = std::find_if(sections.begin(), sections.end(), [&](const auto& one) {
    return one.kind == section.kind && one.name == section.name;
  });
  return same == sections.end() ? 0 : original->leads_to_pool(*same);
}

/// A frontend without TLS that sends everybody to TLS hands no login on.
bool turns_away(const HaproxySection& section) {
  return any_line(section, redirects_to_tls) && !any_line(section, [](const HaproxyLine& line) {
           return is_bind(line) && speaks_tls(line);
         });
}

}  // namespace

std::vector<std::string> split_addresses(const std::string& list) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    parts.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

bool redirects_to_tls(const HaproxyLine& line) {
  const std::size_t at = line.keyword() == "redirect"                                     ? 1
                         : line.keyword() == "http-request" && line.word(1) == "redirect" ? 2
                                                                                          : 0;
  return at != 0 && line.word(at) == "scheme" && line.word(at + 1) == "https";
}

bool speaks_tls(const HaproxyLine& bind) {
  return find_param(bind_params(bind), "ssl") != nullptr;
}

Result<HaproxyEntry> find_entry(const HaproxyConfig& config, const HaproxyConfig* original) {
  HaproxyEntry found;
  std::tuple<int, bool> best{0, false};
  for (const HaproxySection& section : config.model().sections) {
    const int leads = any_line(section, is_bind) ? leads_to_pool(config, original, section) : 0;
    const std::tuple<int, bool> rank{leads, !turns_away(section)};
    if (leads == 0 || rank <= best) continue;
    best = rank;
    found.entry = &section;
  }
  if (found.entry == nullptr) {
    return usage_error(fmt::format("no frontend leads to the pool \"{}\"", config.pool_name()),
                       fmt::format("a frontend with a bind line and \"default_backend {}\" (or "
                                   "use_backend) is needed",
                                   config.pool_name()),
                       config.model().where(config.pool_section().header));
  }
  for (const HaproxySection& section : config.model().sections) {
    if (!serves_exporter(section)) continue;
    if (found.metrics == nullptr || found.metrics == found.entry) found.metrics = &section;
  }
  for (const auto& [section, bind] :
       {std::pair(found.entry, &found.entry_bind), std::pair(found.metrics, &found.metrics_bind)}) {
    if (section == nullptr) continue;
    *bind = main_bind(*section);
    if (*bind != nullptr) continue;
    return usage_error(fmt::format("{} has no bind line for TCP", title(*section)), "",
                       config.model().where(section->header));
  }
  return found;
}

std::vector<const HaproxySection*> on_the_way(const HaproxyConfig& config,
                                              const HaproxyEntry& entry) {
  std::vector<const HaproxySection*> sections;
  const auto add = [&](const HaproxySection* section) {
    if (std::find(sections.begin(), sections.end(), section) == sections.end()) {
      sections.push_back(section);
    }
  };
  for (const HaproxySection* section : {entry.entry, &config.pool_section()}) {
    for (const HaproxySection* defaults : config.model().defaults_of(*section)) add(defaults);
    add(section);
  }
  return sections;
}

}  // namespace misfire
