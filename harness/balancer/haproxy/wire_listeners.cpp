#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "balancer/certificate.hpp"
#include "balancer/haproxy/draft.hpp"

namespace misfire {
namespace {

// Parameters that concern the user's machine or network.
bool of_the_machine(const HaproxyParam& param) {
  static const std::set<std::string> names = {"interface", "namespace", "transparent", "user",
                                              "uid",       "group",     "gid",         "mode",
                                              "v6only",    "v4v6"};
  return names.contains(param.name);
}
// Those of TLS and the PROXY protocol, which neither the login driver nor Prometheus speaks here.
bool of_the_protocol(const HaproxyParam& param) {
  static const std::set<std::string> names = {"ssl",
                                              "crt",
                                              "crt-list",
                                              "alpn",
                                              "npn",
                                              "ca-file",
                                              "ca-verify-file",
                                              "ca-ignore-err",
                                              "crt-ignore-err",
                                              "ca-sign-file",
                                              "ca-sign-pass",
                                              "ciphers",
                                              "ciphersuites",
                                              "curves",
                                              "client-sigalgs",
                                              "sigalgs",
                                              "crl-file",
                                              "ecdhe",
                                              "verify",
                                              "ssl-min-ver",
                                              "ssl-max-ver",
                                              "strict-sni",
                                              "tls-ticket-keys",
                                              "no-tls-tickets",
                                              "no-sslv3",
                                              "no-tlsv10",
                                              "no-tlsv11",
                                              "no-tlsv12",
                                              "no-tlsv13",
                                              "force-sslv3",
                                              "force-tlsv10",
                                              "force-tlsv11",
                                              "force-tlsv12",
                                              "force-tlsv13",
                                              "allow-0rtt",
                                              "prefer-client-ciphers",
                                              "generate-certificates",
                                              "no-ca-names",
                                              "no-alpn",
                                              "ocsp-update",
                                              "default-crt",
                                              "accept-proxy",
                                              "accept-netscaler-cip",
                                              "proto",
                                              "quic-force-retry"};
  return names.contains(param.name);
}

/// Remembers what a port of the user's is here; the roles that matter win over "other".
void remember(WiringDraft& draft, const HaproxyAddress& from, const std::string& role) {
  constexpr int kMostOfARange = 1000;
  const int last = std::min(from.last_port, from.port + kMostOfARange);
  for (int port = from.port; port != 0 && port <= last; ++port) {
    std::string& known = draft.wired.metrics_ports[port];
    if (known.empty() || known == "other") known = role;
  }
}

/// A word that no listener of the user's has: what a fault wrote is spoken.
bool of_a_fault(const HaproxyConfig* original, const std::string& name) {
  if (original == nullptr) return false;
  for (const HaproxySection& section : original->model().sections) {
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() == "bind" && find_param(bind_params(line), name) != nullptr) return false;
    }
  }
  return true;
}

/// Its certificate is over by a fault's word: there TLS is what logins fail at.
bool expired(const HaproxyLine& bind) {
  const auto params = bind_params(bind);
  return std::any_of(params.begin(), params.end(), [](const HaproxyParam& param) {
    return param.name == "crt" && param.value == kExpiredCertificate;
  });
}

Result<void> wire_bind(WiringDraft& draft, const HaproxySection& section, const HaproxyLine& line,
                       const HaproxyEntry& roles) {
  if (line.words.size() < 2) return {};
  const bool entry = &line == roles.entry_bind, metrics = &line == roles.metrics_bind;
  std::string text;
  bool first = true;
  for (const std::string& part : split_addresses(line.word(1))) {
    const HaproxyAddress from = parse_haproxy_address(part);
    if (from.udp) {
      draft.comment_out(line, "QUIC is not spoken here");
      return {};
    }
    const std::string role = first && entry ? "entry" : first && metrics ? "metrics" : "other";
    std::string here = role == "entry"     ? draft.here(draft.wiring.entry_port)
                       : role == "metrics" ? draft.here(draft.wiring.metrics_port)
                                           : draft.spare();
    if (role == "entry" && metrics) here += "," + draft.here(draft.wiring.metrics_port);
    remember(draft, from, role);
    text += (first ? "" : ",") + here;
    first = false;
  }
  draft.replace(line.words[1], text);
  std::string sentence =
      fmt::format("{} listens on {} instead of {}", title(section), text, line.word(1));
  const bool plain = entry || metrics, over = expired(line);
  const auto spoken = [&](const HaproxyParam& param) {
    return of_a_fault(draft.original(), param.name) ||
           (over && (param.name == "ssl" || param.name == "crt"));
  };
  std::vector<HaproxyParam> kept;
  const std::string dropped = draft.drop(line, bind_params(line), [&](const HaproxyParam& param) {
    const bool unwanted = of_the_machine(param) || needs_production(param) ||
                          (plain && of_the_protocol(param) && !spoken(param));
    if (!unwanted) kept.push_back(param);
    return unwanted;
  });
  if (!dropped.empty()) sentence += fmt::format(", without \"{}\"", dropped);
  draft.changed(std::move(sentence));
  return wire_certificates(draft, line, kept);
}

}  // namespace

Result<void> wire_listeners(WiringDraft& draft, const HaproxyEntry& roles) {
  draft.wired.exporter = roles.metrics != nullptr;
  if (!draft.wired.exporter) {
    draft.limited("no frontend serves HAProxy's Prometheus exporter");
  }
  for (const HaproxySection& section : draft.model.sections) {
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() == "bind" && section.kind != "global") {
        if (auto done = wire_bind(draft, section, line, roles); !done) return done;
      } else if (line.keyword() == "dgram-bind" && line.words.size() > 1) {
        const std::string here = draft.spare();
        draft.replace(line.words[1], here);
        draft.changed(
            fmt::format("{} listens on {} instead of {}", title(section), here, line.word(1)));
      }
    }
  }
  return {};
}

}  // namespace misfire
