#include "fault/shared/tls_listener.hpp"

#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  const auto binds = login_binds(config);
  if (!binds) return tl::unexpected(binds.error());
  Edits edits;
  for (const HaproxyLine* bind : *binds) {
    if (find_param(bind_params(*bind), "ssl") != nullptr) {
      return usage_error("TLS is spoken here already", "choose another fault for this system",
                         config.model().where(*bind));
    }
    const std::size_t end = bind->words.back().end;
    edits.push_back({end, end, " ssl crt /etc/haproxy/certs/login.pem"});
  }
  return edits;
}

}  // namespace

Misconfiguration haproxy_tls_listener() {
  Misconfiguration fault;
  fault.doc = tls_listener_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = tls_listener_witness;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
