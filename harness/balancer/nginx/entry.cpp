#include "balancer/nginx/entry.hpp"

#include <algorithm>
#include <tuple>

#include "balancer/nginx/location.hpp"

namespace misfire {
namespace {

// What the login driver asks for.
constexpr std::string_view kHost = "login.example.com", kPath = "/login";

/// `server_name`: the name itself, or one that stands for all below a domain.
bool is_called(const NginxModel& model, const NginxDirective& server, std::string_view host) {
  for (const NginxDirective* names : model.all(&server, "server_name")) {
    for (std::size_t i = 1; i < names->words.size(); ++i) {
      std::string name = lower_case(names->word(i));
      if (name == host) return true;
      if (name.starts_with('*')) name.erase(0, 1);
      if (name.starts_with('.') && (host.ends_with(name) || host == name.substr(1))) return true;
    }
  }
  return false;
}

/// How closely a location means the logins' path; 0: not at all.
std::size_t closeness(const NginxModel& model, const NginxDirective& pass) {
  constexpr std::size_t kExpression = 100, kExact = 200;  // prefixes are shorter than "/login"
  const NginxDirective* location = location_of(model, pass);
  if (location == nullptr) return 0;
  const NginxLocation read = read_location(*location);
  if (read.kind == NginxLocation::Kind::regex) {
    return read.path.find(kPath.substr(1)) != std::string::npos ? kExpression : 0;
  }
  if (!read.matches(kPath)) return 0;
  return read.kind == NginxLocation::Kind::exact ? kExact : read.path.size();
}

}  // namespace

const NginxDirective* server_of(const NginxModel& model, const NginxDirective& directive) {
  const NginxDirective* block = &directive;
  while (block != nullptr && (block->name() != "server" || !block->block)) {
    block = model.parent(*block);
  }
  return block;
}

LoginEntry login_entry(const NginxConfig& config) {
  const NginxModel& model = config.model();
  using Rank = std::tuple<bool, bool, std::size_t>;
  LoginEntry entry;
  Rank best;
  std::vector<const NginxDirective*> servers;
  for (const NginxDirective* pass : config.passes()) {
    const NginxDirective* server = server_of(model, *pass);
    if (server == nullptr) continue;
    if (servers.empty() || servers.back() != server) servers.push_back(server);
    const std::size_t close = closeness(model, *pass);
    const Rank rank{close != 0, is_called(model, *server, kHost), close};
    if (entry.server != nullptr && rank <= best) continue;
    entry.server = server;
    best = rank;
  }
  for (const NginxDirective* server : servers) {
    if (server != entry.server) entry.others.push_back(server);
  }
  return entry;
}

}  // namespace misfire
