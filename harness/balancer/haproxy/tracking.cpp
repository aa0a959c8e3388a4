#include "balancer/haproxy/tracking.hpp"

#include <algorithm>

#include "balancer/haproxy/keywords.hpp"

namespace misfire {
namespace {

HaproxyServer find_server(const HaproxyModel& model, const std::string& backend,
                          const std::string& name) {
  for (const HaproxySection& section : model.sections) {
    if (!section.has_servers() || section.name != backend) continue;
    for (const HaproxyLine& line : section.lines) {
      const bool server = line.keyword() == "server" && line.words.size() > 2;
      if (server && line.word(1) == name) return {&section, &line};
    }
  }
  return {};
}

}  // namespace

HaproxyServer checked_server(const HaproxyConfig& config, std::size_t server) {
  HaproxyServer at{&config.pool_section(), &config.server_line(server)};
  // HAProxy refuses a circle.
  constexpr int kMostSteps = 100;
  for (int step = 0; step < kMostSteps && at.line != nullptr; ++step) {
    const std::string track = ServerSettings(config.model(), *at.section, *at.line).value("track");
    if (track.empty()) return at;
    const std::size_t slash = track.find('/');
    const std::string backend =
        slash == std::string::npos ? at.section->name : track.substr(0, slash);
    at = find_server(config.model(), backend, track.substr(slash + 1));
  }
  return {};
}

std::vector<const HaproxySection*> checking_sections(const HaproxyConfig& config) {
  std::vector<const HaproxySection*> sections;
  const auto add = [&](const HaproxySection* section) {
    if (std::find(sections.begin(), sections.end(), section) == sections.end()) {
      sections.push_back(section);
    }
  };
  const auto add_with_defaults = [&](const HaproxySection* section) {
    if (section == nullptr) return;
    for (const HaproxySection* defaults : config.model().defaults_of(*section)) add(defaults);
    add(section);
  };
  add_with_defaults(&config.pool_section());
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    add_with_defaults(checked_server(config, i).section);
  }
  return sections;
}

}  // namespace misfire
