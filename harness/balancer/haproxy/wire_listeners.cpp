#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "balancer/haproxy/draft.hpp"

namespace misfire {
namespace {

bool has_bind(const HaproxySection& section) {
  return std::any_of(section.lines.begin(), section.lines.end(),
                     [](const HaproxyLine& line) { return line.keyword() == "bind"; });
}

bool serves_exporter(const HaproxySection& section) {
  return section.has_binds() &&
         std::any_of(section.lines.begin(), section.lines.end(), [](const HaproxyLine& line) {
           return line.keyword() == "http-request" && line.word(1) == "use-service" &&
                  line.word(2) == "prometheus-exporter";
         });
}

// Parameters that concern the user's machine or network, and those of TLS and the PROXY protocol,
// which neither the login driver nor Prometheus speaks here.
bool of_the_machine(const HaproxyParam& param) {
  static const std::set<std::string> names = {"interface", "namespace", "transparent", "user",
                                              "uid",       "group",     "gid",         "mode",
                                              "v6only",    "v4v6"};
  return names.contains(param.name);
}
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

bool plain(const HaproxyLine& bind) {
  const auto params = bind_params(bind);
  return find_param(params, "ssl") == nullptr && find_param(params, "accept-proxy") == nullptr &&
         find_param(params, "accept-netscaler-cip") == nullptr;
}

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= list.size();) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    parts.push_back(list.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

bool is_tcp(const HaproxyLine& bind) {
  return bind.words.size() > 1 && parse_haproxy_address(split(bind.word(1)).front()).tcp;
}

/// The bind line that best takes over a role: plain TCP, then TCP, then any.
const HaproxyLine* main_bind(const HaproxySection& section) {
  const HaproxyLine* best = nullptr;
  int best_rank = -1;
  for (const HaproxyLine& line : section.lines) {
    if (line.keyword() != "bind" || line.words.size() < 2) continue;
    if (parse_haproxy_address(split(line.word(1)).front()).udp) continue;
    const int rank = !is_tcp(line) ? 0 : plain(line) ? 2 : 1;
    if (rank > best_rank) {
      best = &line;
      best_rank = rank;
    }
  }
  return best;
}

struct Roles {
  const HaproxySection* entry = nullptr;
  const HaproxySection* metrics = nullptr;
  const HaproxyLine* entry_bind = nullptr;
  const HaproxyLine* metrics_bind = nullptr;  ///< may be the same line
};

Result<Roles> find_roles(const HaproxyConfig& config) {
  Roles roles;
  int best = 0;
  for (const HaproxySection& section : config.model().sections) {
    const int rank = has_bind(section) ? config.leads_to_pool(section) : 0;
    if (rank > best) {
      best = rank;
      roles.entry = &section;
    }
  }
  if (roles.entry == nullptr) {
    return usage_error(fmt::format("no frontend leads to the pool \"{}\"", config.pool_name()),
                       fmt::format("a frontend with a bind line and \"default_backend {}\" (or "
                                   "use_backend) is needed",
                                   config.pool_name()),
                       config.model().where(config.pool_section().header));
  }
  for (const HaproxySection& section : config.model().sections) {
    if (!serves_exporter(section) || !has_bind(section)) continue;
    if (roles.metrics == nullptr || roles.metrics == roles.entry) roles.metrics = &section;
  }
  if (roles.metrics == nullptr) {
    return usage_error("no frontend serves HAProxy's Prometheus exporter",
                       "add one: frontend metrics / mode http / bind :8405 / http-request "
                       "use-service prometheus-exporter if { path /metrics }",
                       Position{config.model().file});
  }
  roles.entry_bind = main_bind(*roles.entry);
  roles.metrics_bind = main_bind(*roles.metrics);
  for (const auto* section : {roles.entry, roles.metrics}) {
    if (main_bind(*section) == nullptr) {
      return usage_error(fmt::format("{} has no bind line for TCP", title(*section)), "",
                         config.model().where(section->header));
    }
  }
  return roles;
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

void wire_bind(WiringDraft& draft, const HaproxySection& section, const HaproxyLine& line,
               const Roles& roles) {
  if (line.words.size() < 2) return;
  const bool entry = &line == roles.entry_bind, metrics = &line == roles.metrics_bind;
  std::string text;
  bool first = true;
  for (const std::string& part : split(line.word(1))) {
    const HaproxyAddress from = parse_haproxy_address(part);
    if (from.udp) {
      draft.comment_out(line, "QUIC is not spoken here");
      return;
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
  const std::string dropped = draft.drop(line, bind_params(line), [&](const HaproxyParam& param) {
    return of_the_machine(param) || of_the_protocol(param);
  });
  if (!dropped.empty()) sentence += fmt::format(", without \"{}\"", dropped);
  draft.changed(std::move(sentence));
}

}  // namespace

Result<void> wire_listeners(WiringDraft& draft) {
  const auto roles = find_roles(draft.config);
  if (!roles) return tl::unexpected(roles.error());
  for (const HaproxySection& section : draft.model.sections) {
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() == "bind" && section.kind != "global") {
        wire_bind(draft, section, line, *roles);
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
