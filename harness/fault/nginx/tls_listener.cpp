#include "fault/shared/tls_listener.hpp"

#include <fmt/format.h>
#include <set>

#include "balancer/nginx/entry.hpp"
#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args&) {
  const NginxModel& model = config.model();
  Edits edits;
  std::set<const NginxDirective*> servers;
  for (const NginxDirective* pass : config.passes()) {
    const NginxDirective* server = server_of(model, *pass);
    if (server == nullptr || !servers.insert(server).second) continue;
    if (const auto* certificate = model.in_force(server, "ssl_certificate")) {
      return usage_error("TLS is spoken here already", "choose another fault for this system",
                         model.where(*certificate));
    }
    const auto listens = model.all(server, "listen");
    for (const NginxDirective* listen : listens) {
      const std::size_t behind = listen->words.back().end;
      edits.push_back({behind, behind, " ssl"});
    }
    if (listens.empty()) edits.push_back(add_directive(model, *server, "listen 80 ssl;"));
    for (const char* file : {"ssl_certificate", "ssl_certificate_key"}) {
      edits.push_back(
          add_directive(model, *server, fmt::format("{} /etc/nginx/certs/login.pem;", file)));
    }
  }
  return edits;
}

}  // namespace

Misconfiguration nginx_tls_listener() {
  Misconfiguration fault;
  fault.doc = tls_listener_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = tls_listener_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
