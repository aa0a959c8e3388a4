#include "balancer/haproxy/keywords.hpp"

#include <algorithm>
#include <set>

namespace misfire {
namespace {

// Keywords that take one value (versions 2.4 to 3.2). Those not listed are taken for flags.
const std::set<std::string, std::less<>> kServerValues = {"addr",
                                                          "agent-send",
                                                          "agent-inter",
                                                          "agent-addr",
                                                          "agent-port",
                                                          "alpn",
                                                          "npn",
                                                          "ca-file",
                                                          "cc",
                                                          "check-alpn",
                                                          "check-pool-conn-name",
                                                          "check-proto",
                                                          "check-sni",
                                                          "ciphers",
                                                          "ciphersuites",
                                                          "client-sigalgs",
                                                          "cookie",
                                                          "crl-file",
                                                          "crt",
                                                          "curves",
                                                          "downinter",
                                                          "error-limit",
                                                          "fall",
                                                          "fastinter",
                                                          "guid",
                                                          "hash-key",
                                                          "healthcheck",
                                                          "id",
                                                          "idle-ping",
                                                          "init-addr",
                                                          "init-state",
                                                          "inter",
                                                          "interface",
                                                          "log-bufsize",
                                                          "log-proto",
                                                          "max-reuse",
                                                          "maxconn",
                                                          "maxqueue",
                                                          "minconn",
                                                          "namespace",
                                                          "observe",
                                                          "on-error",
                                                          "on-marked-down",
                                                          "on-marked-up",
                                                          "pool-conn-name",
                                                          "pool-low-conn",
                                                          "pool-max-conn",
                                                          "pool-purge-delay",
                                                          "port",
                                                          "proto",
                                                          "proxy-v2-options",
                                                          "redir",
                                                          "resolve-net",
                                                          "resolve-opts",
                                                          "resolve-prefer",
                                                          "resolvers",
                                                          "rise",
                                                          "shard",
                                                          "sigalgs",
                                                          "slowstart",
                                                          "sni",
                                                          "socks4",
                                                          "source",
                                                          "ssl-max-ver",
                                                          "ssl-min-ver",
                                                          "tcp-md5sig",
                                                          "tcp-ut",
                                                          "track",
                                                          "usesrc",
                                                          "verify",
                                                          "verifyhost",
                                                          "weight",
                                                          "ws"};
const std::set<std::string, std::less<>> kBindValues = {"accept-netscaler-cip",
                                                        "alpn",
                                                        "backlog",
                                                        "ca-file",
                                                        "ca-ignore-err",
                                                        "ca-sign-file",
                                                        "ca-sign-pass",
                                                        "ca-verify-file",
                                                        "cc",
                                                        "ciphers",
                                                        "ciphersuites",
                                                        "client-sigalgs",
                                                        "crl-file",
                                                        "crt",
                                                        "crt-ignore-err",
                                                        "crt-list",
                                                        "curves",
                                                        "default-crt",
                                                        "ecdhe",
                                                        "expose-fd",
                                                        "gid",
                                                        "group",
                                                        "guid",
                                                        "guid-prefix",
                                                        "id",
                                                        "idle-ping",
                                                        "interface",
                                                        "label",
                                                        "level",
                                                        "maxconn",
                                                        "mode",
                                                        "mss",
                                                        "name",
                                                        "namespace",
                                                        "nbconn",
                                                        "nice",
                                                        "npn",
                                                        "ocsp-update",
                                                        "process",
                                                        "proto",
                                                        "quic-cc-algo",
                                                        "quic-socket",
                                                        "severity-output",
                                                        "shards",
                                                        "sigalgs",
                                                        "ssl-max-ver",
                                                        "ssl-min-ver",
                                                        "tcp-md5sig",
                                                        "tcp-ut",
                                                        "thread",
                                                        "tls-ticket-keys",
                                                        "uid",
                                                        "user",
                                                        "verify"};

std::vector<HaproxyParam> params(const HaproxyLine& line, std::size_t from,
                                 const std::set<std::string, std::less<>>& with_value) {
  std::vector<HaproxyParam> found;
  for (std::size_t i = from; i < line.words.size(); ++i) {
    HaproxyParam param{line.word(i), {}, i, i};
    const bool value =
        with_value.contains(param.name) || param.name.starts_with("set-proxy-v2-tlv-fmt(");
    if (value && i + 1 < line.words.size()) {
      param.value = line.word(++i);
      param.last = i;
    }
    found.push_back(std::move(param));
  }
  return found;
}

}  // namespace

std::vector<HaproxyParam> server_params(const HaproxyLine& line) {
  const std::size_t from = line.keyword() == "default-server"    ? 1
                           : line.keyword() == "server-template" ? 4
                                                                 : 3;
  return params(line, from, kServerValues);
}

std::vector<HaproxyParam> bind_params(const HaproxyLine& line) {
  return params(line, 2, kBindValues);
}

const HaproxyParam* find_param(const std::vector<HaproxyParam>& params, const std::string& name) {
  const auto last = std::find_if(params.rbegin(), params.rend(),
                                 [&](const HaproxyParam& param) { return param.name == name; });
  return last == params.rend() ? nullptr : &*last;
}

ServerSettings ServerSettings::inherited(const HaproxyModel& model, const HaproxySection& section,
                                         const HaproxyLine& server) {
  ServerSettings settings;
  const auto chain = model.defaults_of(section);
  for (auto defaults = chain.rbegin(); defaults != chain.rend(); ++defaults) {
    for (const HaproxyLine& line : (*defaults)->lines) {
      if (line.keyword() == "default-server") settings.add(line);
    }
  }
  for (const HaproxyLine& line : section.lines) {
    if (line.number >= server.number) break;
    if (line.keyword() == "default-server") settings.add(line);
  }
  return settings;
}

ServerSettings::ServerSettings(const HaproxyModel& model, const HaproxySection& section,
                               const HaproxyLine& server)
    : ServerSettings(inherited(model, section, server)) {
  add(server);
}

ServerSettings ServerSettings::with(const HaproxyLine& server) const {
  ServerSettings settings = *this;
  settings.add(server);
  return settings;
}

void ServerSettings::add(const HaproxyLine& line) {
  const auto more = server_params(line);
  params_.insert(params_.end(), more.begin(), more.end());
}

std::string ServerSettings::value(const std::string& name) const {
  const HaproxyParam* param = find_param(params_, name);
  return param == nullptr ? "" : param->value;
}

bool ServerSettings::flag(const std::string& name) const {
  const std::string opposite = name == "disabled" ? "enabled" : "no-" + name;
  const auto last = std::find_if(params_.rbegin(), params_.rend(), [&](const HaproxyParam& param) {
    return param.name == name || param.name == opposite;
  });
  return last != params_.rend() && last->name == name;
}

}  // namespace misfire
