#include "balancer/nginx/entry.hpp"

#include <tuple>

#include "balancer/nginx/location.hpp"
#include "base/lower_case.hpp"
#include "base/pattern.hpp"

namespace misfire {
namespace {

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
std::size_t closeness(const NginxModel& model, const NginxDirective& pass, std::string_view path) {
  // Prefixes are shorter than the path, one that is the whole path ranks below an expression.
  const std::size_t kExpression = path.size() + 1, kExact = path.size() + 2;
  const NginxDirective* location = location_of(model, pass);
  if (location == nullptr) return 0;
  const NginxLocation read = read_location(*location);
  if (read.kind == NginxLocation::Kind::regex) {
    // nginx's are Perl's, too; one that cannot be read may at least speak of the path.
    const auto pattern = Pattern::make(read.path);
    const bool meant =
        pattern ? pattern->found_in(path) : read.path.find(path.substr(1)) != std::string::npos;
    return meant ? kExpression : 0;
  }
  if (!read.matches(path)) return 0;
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

LoginEntry login_entry(const NginxConfig& config, std::string_view host, std::string_view path) {
  path = path.substr(0, path.find('?'));  // of which no location knows
  const NginxModel& model = config.model();
  using Rank = std::tuple<bool, bool, std::size_t>;
  LoginEntry entry;
  Rank best;
  std::vector<const NginxDirective*> servers;
  for (const NginxDirective* pass : config.passes()) {
    const NginxDirective* server = server_of(model, *pass);
    if (server == nullptr) continue;
    if (servers.empty() || servers.back() != server) servers.push_back(server);
    const std::size_t close = closeness(model, *pass, path);
    const Rank rank{close != 0, is_called(model, *server, host), close};
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
