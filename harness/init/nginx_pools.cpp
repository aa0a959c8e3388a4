#include <algorithm>

#include "balancer/nginx/config.hpp"
#include "balancer/nginx/entry.hpp"
#include "balancer/nginx/includes.hpp"
#include "balancer/nginx/location.hpp"
#include "base/pattern.hpp"
#include "init/pools.hpp"

namespace misfire {
namespace {

/// A path that a location takes; "" where it takes whatever nobody else does.
std::string path_of(const NginxLocation& location) {
  if (location.kind == NginxLocation::Kind::regex) {
    const auto pattern = Pattern::make(location.path);
    if (!pattern) return "";
    for (const char* usual : {"/login", "/api/login", "/auth/login", "/api/auth/login", "/session",
                              "/api/session", "/oauth/token", "/oauth2/token"}) {
      if (pattern->found_in(usual)) return usual;
    }
    return "";
  }
  return location.path == "/" || location.path.starts_with('@') ? "" : location.path;
}

std::string name_of(const NginxModel& model, const NginxDirective* server) {
  if (server == nullptr) return "";
  for (const NginxDirective* names : model.all(server, "server_name")) {
    for (std::size_t i = 1; i < names->words.size(); ++i) {
      const std::string& name = names->word(i);
      const bool plain = name.find_first_of("*~_$\"") == name.npos;
      if (plain && name.find('.') != name.npos) return name;
    }
  }
  return "";
}

/// Of all places that lead to the pool the one that speaks of logins, or the first.
void choose_entry(const NginxConfig& config, PoolGuess& pool) {
  const NginxModel& model = config.model();
  bool chosen = false;
  for (const NginxDirective* pass : config.passes()) {
    const NginxDirective* location = location_of(model, *pass);
    const std::string path = location == nullptr ? "" : path_of(read_location(*location));
    if (chosen && !speaks_of_login(path)) continue;
    const bool better = !chosen || !speaks_of_login(pool.login_path);
    if (!better) continue;
    pool.login_path = path;
    pool.login_host = name_of(model, server_of(model, *pass));
    chosen = true;
  }
}

bool by_address(const NginxConfig& config) {
  const std::string algorithm = config.algorithm();
  return algorithm.starts_with("ip_hash") || algorithm.find("$remote_addr") != algorithm.npos ||
         algorithm.find("$binary_remote_addr") != algorithm.npos;
}

}  // namespace

std::vector<PoolGuess> nginx_pools(const std::string& text, const fs::path& file) {
  std::vector<PoolGuess> pools;
  const auto whole = with_includes(text, file.string());
  const auto model =
      whole ? parse_nginx(whole->text, file.string()) : tl::unexpected(whole.error());
  if (!model) return pools;
  const auto& all = model->directives();
  const bool status = std::any_of(all.begin(), all.end(), [](const NginxDirective& directive) {
    return directive.name() == "stub_status";
  });
  for (const NginxDirective& directive : all) {
    if (directive.name() != "upstream" || !directive.block) continue;
    const auto config = NginxConfig::parse(whole->text, file.string(), directive.word(1));
    if (!config || (*config)->passes().empty()) continue;
    PoolGuess pool;
    pool.balancer = "nginx";
    pool.file = file;
    pool.name = directive.word(1);
    pool.servers = (*config)->pool();
    pool.has_status = status;
    pool.by_address = by_address(**config);
    const std::string algorithm = (*config)->algorithm();
    pool.by_connections = algorithm.starts_with("least_conn") || algorithm.starts_with("random");
    choose_entry(**config, pool);
    pools.push_back(std::move(pool));
  }
  return pools;
}

}  // namespace misfire
