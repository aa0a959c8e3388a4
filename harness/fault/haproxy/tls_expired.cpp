#include "fault/shared/tls_expired.hpp"

#include <fmt/format.h>

#include "balancer/certificate.hpp"
#include "fault/haproxy/haproxy.hpp"
#include "fault/haproxy/rules.hpp"

namespace misfire {
namespace {

bool is_tls(const HaproxyLine& bind) {
  return find_param(bind_params(bind), "ssl") != nullptr;
}

/// Wherever a certificate is named: a file, a folder, or a list of them.
Edits with_expired(const HaproxyLine& bind) {
  Edits edits;
  for (const HaproxyParam& param : bind_params(bind)) {
    if (param.first == param.last) continue;
    const std::size_t from = bind.words[param.first].begin, to = bind.words[param.last].end;
    if (param.name == "crt" || param.name == "crt-list") {
      edits.push_back({from, to, fmt::format("crt {}", kExpiredCertificate)});
    }
  }
  if (edits.empty()) {  // it is named in lines of its own
    const std::size_t end = bind.words.back().end;
    edits.push_back({end, end, fmt::format(" crt {}", kExpiredCertificate)});
  }
  return edits;
}

Result<Edits> edit(const HaproxyConfig& config, const Args&) {
  const auto binds = login_binds(config);
  if (!binds) return tl::unexpected(binds.error());
  Edits edits;
  for (const HaproxyLine* bind : *binds) {
    if (is_tls(*bind)) add(edits, with_expired(*bind));
  }
  return edits;
}

std::string lacks(const Config& config) {
  const auto* own = dynamic_cast<const HaproxyConfig*>(&config);
  if (own == nullptr) return "";
  for (const HaproxySection* section : login_frontends(*own)) {
    for (const HaproxyLine* bind : lines_with(*section, "bind")) {
      if (is_tls(*bind)) return "";
    }
  }
  return kNoTlsListener;
}

}  // namespace

Misconfiguration haproxy_tls_expired() {
  Misconfiguration fault;
  fault.doc = tls_expired_doc();
  fault.edit = of<HaproxyConfig, edit>;
  fault.witness = tls_expired_witness;
  fault.lacks = lacks;
  fault.takes_logins = true;
  return fault;
}

}  // namespace misfire
