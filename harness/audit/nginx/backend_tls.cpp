#include <fmt/format.h>

#include <set>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"
#include "base/lower_case.hpp"

namespace misfire::nginx_audit {
namespace {

bool speaks_tls(const std::string& scheme) {
  return scheme == "https://" || scheme == "grpcs://";
}

/// Neither here nor in a file that includes this one.
bool is_missing(const NginxSettings& settings, const NginxDirective& pass, std::string_view rest) {
  return settings.of_pass(pass, rest) == nullptr && all_levels_known(settings.model(), pass);
}

bool is_on(const NginxSettings& settings, const NginxDirective& pass, std::string_view rest) {
  const auto* setting = settings.of_pass(pass, rest);
  return setting != nullptr && setting->word(1) == "on";
}

std::vector<Place> check_verify(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  const NginxSettings settings(model);
  std::vector<Place> places;
  std::set<std::string> told;
  for (const NginxDirective* pass : nginx_passes(model)) {
    const NginxTarget target = parse_nginx_target(lower_case(pass->word(1)));
    if (!speaks_tls(target.scheme) || is_local(target.host)) continue;
    const auto* verify = settings.of_pass(*pass, "_ssl_verify");
    const bool off = verify == nullptr ? all_levels_known(model, *pass) : verify->word(1) != "on";
    if (!off || !told.insert(target.host).second) continue;
    places.push_back(place_of(model, *pass, 1,
                              fmt::format("whoever answers at {} is believed: {} is off by default",
                                          target.host, setting_of_pass(*pass, "_ssl_verify"))));
  }
  return places;
}

std::vector<Place> check_name(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  const NginxSettings settings(model);
  std::vector<Place> places;
  for (const NginxPool& pool : nginx_pools(model)) {
    // A name of one word stands in no public certificate.
    if (pool.name().find('.') != std::string::npos) continue;
    for (const NginxDirective* pass : pool.passes) {
      const NginxTarget target = parse_nginx_target(lower_case(pass->word(1)));
      if (!speaks_tls(target.scheme) || target.host.starts_with('$')) continue;
      const std::string name = setting_of_pass(*pass, "_ssl_name");
      if (!is_on(settings, *pass, "_ssl_verify") || !is_missing(settings, *pass, "_ssl_name")) {
        continue;
      }
      places.push_back(place_of(model, *pass, 1,
                                fmt::format("the servers' certificates must be of \"{}\", the "
                                            "upstream's name: set {}, or every request is a 502",
                                            pool.name(), name)));
    }
  }
  return places;
}

}  // namespace

NginxRule backend_tls_unverified() {
  return {
      {.id = "nginx/backend-tls-unverified",
       .severity = Severity::note,
       .title = "The servers' certificates are not verified",
       .why = "nginx encrypts to whoever answers at that address: after a wrong entry in DNS or "
              "a reused address passwords go to somebody else, and nothing fails.",
       .incident = "",
       .fix = "proxy_ssl_verify on, proxy_ssl_trusted_certificate, proxy_ssl_name and "
              "proxy_ssl_server_name on.",
       .bad = "proxy_pass https://auth;",
       .good = "proxy_pass https://auth;\nproxy_ssl_verify on;\n"
               "proxy_ssl_trusted_certificate /etc/nginx/internal-ca.pem;\n"
               "proxy_ssl_name auth.example.com;\nproxy_ssl_server_name on;",
       .topic = Topic::tls},
      check_verify};
}

NginxRule backend_tls_name() {
  return {
      {.id = "nginx/backend-tls-name",
       .severity = Severity::error,
       .title = "Certificates are verified against the name of the upstream",
       .why = "Without proxy_ssl_name nginx asks for a certificate of $proxy_host, which is the "
              "upstream's name in this file. No certificate has it: every request is answered "
              "with 502 from the first reload on.",
       .incident = "",
       .fix = "proxy_ssl_name with the name that stands in the servers' certificates.",
       .bad = "proxy_pass https://auth;\nproxy_ssl_verify on;",
       .good = "proxy_pass https://auth;\nproxy_ssl_verify on;\n"
               "proxy_ssl_name auth.example.com;",
       .topic = Topic::tls},
      check_name};
}

}  // namespace misfire::nginx_audit
