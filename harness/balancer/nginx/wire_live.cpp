#include <fmt/format.h>

#include "balancer/nginx/draft.hpp"
#include "balancer/nginx/live_server.hpp"

namespace misfire {

namespace {

/// Servers have no names of their own. They keep those of the user's pool: by their place while
/// none was removed, also when a fault gave one another's address; else by their address.
std::vector<std::string> names_of(const NginxDraft& draft) {
  const auto& pool = draft.config.pool();
  const auto& users = draft.wiring.pool;
  std::vector<std::string> names;
  std::vector<bool> taken(users.size(), false);
  for (std::size_t i = 0; i < pool.size(); ++i) {
    names.push_back(pool[i].name);
    for (std::size_t k = 0; k < users.size(); ++k) {
      const bool same = users.size() == pool.size()
                            ? i == k
                            : users[k].address == pool[i].address && users[k].port == pool[i].port;
      if (!same || taken[k]) continue;
      taken[k] = true;
      names.back() = users[k].name;
      break;
    }
  }
  return names;
}

}  // namespace

void wire_live(NginxDraft& draft) {
  const auto& pool = draft.config.pool();
  const std::vector<std::string> called = names_of(draft);
  std::vector<LiveName> names;
  for (std::size_t i = 0; i < pool.size(); ++i) {
    const Endpoint* backend = backend_of(draft.wiring, pool, i);
    names.push_back({called[i], backend != nullptr ? to_string(*backend) : draft.closed()});
  }
  const std::string listen = draft.here(draft.wiring.runtime_port);
  draft.insert(
      draft.config.http().close,
      live_server(draft.config, names, listen, configuration_mark(draft.model.text())) + " ");
  draft.changed(
      fmt::format("http gets a server for the harness at {}, from the next reload on at {}, and so "
                  "on in turns: "
                  "it tells which configuration its worker runs",
                  listen, draft.wiring.master_port));
}

}  // namespace misfire
