// Certificates of production stay where they are, with their keys: a generated one stands in. Where
// logins and the exporter come in, plain HTTP is spoken; other listeners keep their TLS.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "balancer/nginx/draft.hpp"

namespace misfire {
namespace {

/// What needs nothing of production.
bool stays(std::string_view name) {
  static constexpr std::array<std::string_view, 10> kNames = {
      "ssl_protocols",       "ssl_ciphers",         "ssl_prefer_server_ciphers",
      "ssl_session_cache",   "ssl_session_tickets", "ssl_session_timeout",
      "ssl_ecdh_curve",      "ssl_buffer_size",     "ssl_early_data",
      "ssl_reject_handshake"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

/// ssl_…, proxy_ssl_…, http2…, http3….
bool of_tls(std::string_view name) {
  for (const std::string_view start :
       {"ssl_", "proxy_ssl_", "grpc_ssl_", "uwsgi_ssl_", "http2_", "http3", "quic_"}) {
    if (name.starts_with(start)) return true;
  }
  return name == "ssl" || name == "http2";
}

}  // namespace

Result<void> wire_certificates(NginxDraft& draft) {
  for (const NginxDirective* directive : draft.remaining()) {
    const std::string& name = directive->name();
    if (!of_tls(name) || stays(name)) continue;
    const bool certificate = name == "ssl_certificate" || name == "ssl_certificate_key";
    if (!certificate || directive->words.size() != 2) {
      draft.leave_out(*directive, certificate || name.starts_with("ssl_")
                                      ? "it belongs to production's certificates"
                                      : "the stack's servers speak plain HTTP/1.1");
      continue;
    }
    const auto here = draft.own.certificate(directive->word(1));
    if (!here) return tl::unexpected(here.error());
    draft.replace(directive->words[1], *here);
    draft.changed(fmt::format("{}: {} {} is {}, a generated certificate", draft.place(*directive),
                              name, directive->word(1), *here));
  }
  return {};
}

}  // namespace misfire
