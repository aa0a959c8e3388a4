#include <fmt/format.h>

#include <algorithm>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  for (const HaproxySection* section : frontends(in.model)) {
    const Effective auth = effective(in.model, *section, "stats", "auth");
    if (auth.line == nullptr || auth.unknown) continue;
    const auto binds = open_binds(*section);
    const bool clear = std::any_of(binds.begin(), binds.end(), [](const HaproxyLine* line) {
      return find_param(bind_params(*line), "ssl") == nullptr;
    });
    if (!clear) continue;
    found.push_back(place_at(
        in.model, *auth.line, 0, 1,
        fmt::format("the password crosses the network in the clear in {}", title_of(*section))));
  }
  return found;
}

}  // namespace

HaproxyRule stats_password_in_clear() {
  RuleDoc doc;
  doc.id = "haproxy/stats-password-in-clear";
  doc.severity = Severity::warning;
  doc.topic = Topic::exposure;
  doc.title = "A password for the statistics is sent in the clear";
  doc.why =
      "`stats auth` is HTTP basic authentication: without TLS, whoever listens on the way has the "
      "password, and with `stats admin` the servers.";
  doc.fix = "Give the bind a certificate, or bind to loopback and come by a tunnel.";
  doc.bad = "listen stats\n    bind :9000\n    stats enable\n    stats auth admin:…";
  doc.good =
      "listen stats\n    bind :9000 ssl crt /etc/haproxy/stats.pem\n    stats enable\n    stats "
      "auth admin:…";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
