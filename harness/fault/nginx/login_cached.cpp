#include "fault/shared/login_cached.hpp"

#include <fmt/format.h>
#include <algorithm>

#include "fault/nginx/edits.hpp"
#include "fault/nginx/nginx.hpp"
#include "fault/shared/evidence.hpp"
#include "fault/shared/logins.hpp"

namespace misfire {
namespace {

Result<Edits> edit(const NginxConfig& config, const Args&) {
  const std::string zone = fresh_name(config, "answers");
  Edits edits;
  for (const auto& [setting, value] : std::initializer_list<std::pair<const char*, std::string>>{
           {"_cache", zone},
           {"_cache_key", "$uri"},
           {"_cache_methods", "GET HEAD POST"},
           {"_cache_valid", "200 1m"},
           {"_ignore_headers", "Cache-Control Expires Set-Cookie Vary"}}) {
    add(edits, set_where_passed(config, setting, value));
  }
  edits.push_back(add_directive(
      config.model(), config.http(),
      fmt::format("proxy_cache_path /var/cache/nginx/{} keys_zone={}:1m;", zone, zone)));
  return edits;
}

/// By traffic: all answers are of one server, for they are one answer.
Shown witness(const Args&, const Observed& seen) {
  constexpr double kNearlyAll = 0.9;
  Shown shown = configuration_witness(seen, "the cache");
  const bool ours = shown.shown;
  shown.shown = false;
  if (!enough_answered(seen.logins, shown)) return shown;
  tell_shares(seen.before, seen.logins, shown);
  const auto most = [&](const LoginCounts& logins) {
    const auto shares = shares_of(logins, seen.before.servers.size());
    return shares.empty() ? 0 : *std::max_element(shares.begin(), shares.end());
  };
  shown.shown =
      ours && most(seen.logins.since) >= kNearlyAll && most(seen.logins.before) < kNearlyAll;
  return shown;
}

}  // namespace

Misconfiguration nginx_login_cached() {
  Misconfiguration fault;
  fault.doc = login_cached_doc();
  fault.edit = of<NginxConfig, edit>;
  fault.witness = witness;
  return fault;
}

}  // namespace misfire
