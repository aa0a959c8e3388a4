#include <fmt/format.h>

#include "balancer/nginx/draft.hpp"
#include "balancer/nginx/live_server.hpp"

namespace misfire {

void wire_live(NginxDraft& draft) {
  const auto& pool = draft.config.pool();
  std::vector<std::string> addresses;
  for (std::size_t i = 0; i < pool.size(); ++i) {
    const Endpoint* backend = backend_of(draft.wiring, pool, i);
    addresses.push_back(backend != nullptr ? to_string(*backend) : draft.closed());
  }
  const std::string listen = draft.here(draft.wiring.runtime_port);
  draft.insert(
      draft.config.http().close,
      live_server(draft.config, addresses, listen, configuration_mark(draft.model.text())) + " ");
  draft.changed(
      fmt::format("http gets a server for the harness at {}, from the next reload on at {}, and so "
                  "on in turns: "
                  "it tells which configuration its worker runs",
                  listen, draft.wiring.master_port));
}

}  // namespace misfire
