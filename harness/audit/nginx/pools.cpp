#include "audit/nginx/pools.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "balancer/nginx/location.hpp"
#include "base/lower_case.hpp"

namespace misfire::nginx_audit {
namespace {

NginxPool read_pool(const NginxModel& model, const NginxDirective& block) {
  NginxPool pool;
  pool.block = &block;
  pool.stream = model.within(block, "stream");
  for (const NginxDirective* server : model.all(&block, "server")) {
    if (server->block || server->words.size() < 2) continue;
    pool.servers.push_back(server);
    if (!server_flag(*server, "backup") && !server_flag(*server, "down")) {
      pool.sharing.push_back(server);
    }
  }
  return pool;
}

/// Variables and what they may hold, as far as the file tells.
class Variables {
 public:
  explicit Variables(const NginxModel& model) {
    for (const NginxDirective& directive : model.directives()) {
      const auto [variable, word] = assignment(model, directive);
      if (word == nullptr) continue;
      hosts_[variable].insert(lower_case(parse_nginx_target(word->text).host));
    }
  }

  /// The hosts of a pass: its own, or those of a variable, through others that hold one.
  std::set<std::string> hosts_of(const std::string& host) const {
    std::set<std::string> found, seen;
    add(host, found, seen);
    return found;
  }

 private:
  void add(const std::string& host, std::set<std::string>& found,
           std::set<std::string>& seen) const {
    if (!host.starts_with('$')) {
      found.insert(host);
      return;
    }
    const auto held = hosts_.find(variable_name(host));
    if (held == hosts_.end() || !seen.insert(host).second) return;
    for (const std::string& one : held->second) add(one, found, seen);
  }

  std::map<std::string, std::set<std::string>> hosts_;
};

}  // namespace

std::vector<const NginxDirective*> nginx_passes(const NginxModel& model) {
  std::vector<const NginxDirective*> found;
  for (const NginxDirective& directive : model.directives()) {
    if (is_pass(directive) && directive.words.size() > 1) found.push_back(&directive);
  }
  return found;
}

std::vector<NginxPool> nginx_pools(const NginxModel& model) {
  std::vector<NginxPool> pools;
  for (const NginxDirective& directive : model.directives()) {
    if (directive.name() != "upstream" || !directive.block || directive.entry) continue;
    pools.push_back(read_pool(model, directive));
  }
  std::map<std::pair<bool, std::string>, std::size_t> by_name;
  for (std::size_t i = 0; i < pools.size(); ++i) {
    by_name.emplace(std::pair(pools[i].stream, lower_case(pools[i].name())), i);
  }
  const Variables variables(model);
  for (const NginxDirective* pass : nginx_passes(model)) {
    const bool stream = model.within(*pass, "stream");
    const std::string own = lower_case(parse_nginx_target(pass->word(1)).host);
    for (const std::string& host : variables.hosts_of(own)) {
      const auto pool = by_name.find({stream, host});
      if (pool != by_name.end()) pools[pool->second].passes.push_back(pass);
    }
  }
  return pools;
}

bool is_address(const std::string& host) {
  return host.starts_with("unix:") || host.starts_with('[') ||
         (!host.empty() && host.find_first_not_of("0123456789.") == std::string::npos);
}

bool is_local(const std::string& host) {
  return host.starts_with("unix:") || host.starts_with("127.") || host == "localhost" ||
         host == "[::1]";
}

bool serves_users(const NginxModel& model, const NginxDirective& directive) {
  static constexpr std::array<std::string_view, 18> kOthers = {
      "health", "status", "ping",   "metric", "ready", "live",  "favicon", "robots", "static",
      "assets", "alive",  "images", "media",  "img",   "fonts", "css",     "nginx",  "probe"};
  const NginxDirective* location =
      directive.name() == "location" ? &directive : location_of(model, directive);
  if (location == nullptr) return true;
  const NginxLocation read = read_location(*location);
  const std::string path = lower_case(read.path);
  // An expression about endings is about files.
  if (read.kind == NginxLocation::Kind::regex && path.find("\\.(") != path.npos) return false;
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return std::none_of(kOthers.begin(), kOthers.end(), [&](std::string_view other) {
    const std::size_t at = path.find(other);  // "/live", but not "/delivery"
    return at != path.npos && (at == 0 || !is_letter(path[at - 1]));
  });
}

}  // namespace misfire::nginx_audit
