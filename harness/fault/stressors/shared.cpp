#include <fmt/format.h>

#include <algorithm>

#include "fault/stressors/stressors.hpp"

namespace misfire {

const std::vector<Stressor>& stressors() {
  static const std::vector<Stressor> all = {crash_stressor(),
                                            hang_stressor(),
                                            slow_stressor(),
                                            errors_stressor(),
                                            restart_stressor(),
                                            flapping_stressor(),
                                            surge_stressor(),
                                            login_flood_stressor(),
                                            credential_stuffing_stressor(),
                                            database_slow_stressor(),
                                            database_locked_stressor(),
                                            database_connections_stressor(),
                                            exporter_down_stressor(),
                                            alertmanager_down_stressor(),
                                            probe_down_stressor()};
  return all;
}

const Stressor* find_stressor(const std::string& name) {
  const auto found = std::find_if(stressors().begin(), stressors().end(),
                                  [&](const Stressor& s) { return s.doc.name == name; });
  return found == stressors().end() ? nullptr : &*found;
}

std::vector<std::size_t> servers_of(const std::vector<Stroke>& strokes) {
  std::vector<std::size_t> servers;
  for (const Stroke& stroke : strokes) {
    for (const std::size_t server : stroke.servers) {
      if (std::find(servers.begin(), servers.end(), server) == servers.end()) {
        servers.push_back(server);
      }
    }
  }
  return servers;
}

ParamSpec number_param(const char* name, const char* about, double fallback, double min,
                       double max) {
  ParamSpec spec;
  spec.name = name;
  spec.type = ParamType::number;
  spec.about = about;
  spec.fallback = fallback;
  spec.min = min;
  spec.max = max;
  return spec;
}

double number_of(const Args& args, const std::string& name) {
  return std::get<double>(args.at(name));
}

Result<std::vector<std::size_t>> servers_named(const Args& args, std::size_t pool_size) {
  auto servers = servers_of_role(std::get<std::string>(args.at("servers")), pool_size);
  if (!servers) {
    servers.error().message = fmt::format("parameter \"servers\": {}", servers.error().message);
  }
  return servers;
}

Result<std::vector<Stroke>> at_once(const Args& args, std::size_t pool_size) {
  auto servers = servers_named(args, pool_size);
  if (!servers) return tl::unexpected(servers.error());
  return std::vector<Stroke>{{ModelDuration{}, std::move(*servers)}};
}

Result<std::vector<Stroke>> once(const Args&, std::size_t) {
  return std::vector<Stroke>{Stroke{}};
}

Result<void> each(const Stroke& stroke, const std::function<Result<void>(std::size_t)>& act) {
  for (const std::size_t server : stroke.servers) {
    if (auto done = act(server); !done) return done;
  }
  return {};
}

std::string named(const std::vector<std::string>& servers) {
  std::string text;
  for (std::size_t i = 0; i < servers.size(); ++i) {
    if (i > 0) text += i + 1 == servers.size() ? " and " : ", ";
    text += servers[i];
  }
  return text;
}

const char* is_or_are(const std::vector<std::string>& servers) {
  return servers.size() == 1 ? "is" : "are";
}

double expected_logins(const ServerSeen& server, const Sight& sight) {
  if (sight.before_s <= 0) return 0;
  return static_cast<double>(server.before.answered) / sight.before_s * sight.since_s;
}

void tell_state(const ServerSeen& server, Shown& shown) {
  if (server.state.empty()) return;
  shown.evidence.push_back(fmt::format("the balancer reports {} {} (before: {})", server.name,
                                       server.state, server.state_before));
}

bool answers_nothing(const ServerSeen& server, const Sight& sight, Shown& shown) {
  if (server.before.answered == 0) {
    shown.evidence.push_back(fmt::format(
        "{} answered {} logins since, and none before either: that it answers nobody is weaker "
        "evidence than logins that it does not answer any more",
        server.name, server.since.answered));
    return server.since.answered == 0;
  }
  const double expected = expected_logins(server, sight);
  shown.evidence.push_back(
      fmt::format("{} answered {} logins since; as before, it would have been {:.0f}", server.name,
                  server.since.answered, expected));
  return server.since.answered == 0 && expected >= kFewest;
}

}  // namespace misfire
