#include "fault/shared/tls_expired.hpp"

#include <algorithm>
#include <set>

#include "balancer/certificate.hpp"
#include "balancer/nginx/entry.hpp"
#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"

namespace misfire {
namespace {

bool speaks_tls(const NginxModel& model, const NginxDirective& server) {
  const auto listens = model.all(&server, "listen");
  return std::any_of(listens.begin(), listens.end(), [](const NginxDirective* listen) {
    return std::any_of(listen->words.begin(), listen->words.end(),
                       [](const NginxWord& word) { return word.text == "ssl"; });
  });
}

/// The servers over which logins come in TLS.
std::set<const NginxDirective*> tls_servers(const NginxConfig& config) {
  std::set<const NginxDirective*> servers;
  for (const NginxDirective* pass : config.passes()) {
    const NginxDirective* server = server_of(config.model(), *pass);
    if (server != nullptr && speaks_tls(config.model(), *server)) servers.insert(server);
  }
  return servers;
}

/// Those that count for the server: its own, or else those around it.
std::vector<const NginxDirective*> in_force(const NginxModel& model, const NginxDirective& server,
                                            const char* name) {
  const NginxDirective* nearest = model.in_force(&server, name);
  if (nearest == nullptr) return {};
  return model.all(model.parent(*nearest), name);
}

Result<Edits> edit(const NginxConfig& config, const Args&) {
  std::set<const NginxDirective*> done;
  Edits edits;
  for (const NginxDirective* server : tls_servers(config)) {
    for (const char* name : {"ssl_certificate", "ssl_certificate_key"}) {
      for (const NginxDirective* written : in_force(config.model(), *server, name)) {
        if (done.insert(written).second) {
          edits.push_back(replace_arguments(*written, kExpiredCertificate));
        }
      }
    }
  }
  return edits;
}

std::string lacks(const Config& config) {
  const auto* own = dynamic_cast<const NginxConfig*>(&config);
  return own != nullptr && tls_servers(*own).empty() ? kNoTlsListener : "";
}

}  // namespace

Misconfiguration nginx_tls_expired() {
  Misconfiguration fault;
  fault.doc = tls_expired_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = tls_expired_witness;
  fault.lacks = lacks;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
