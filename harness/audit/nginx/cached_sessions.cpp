#include <set>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"
#include "base/lower_case.hpp"

namespace misfire::nginx_audit {
namespace {

std::vector<Place> check(const NginxSubject& subject) {
  const NginxModel& model = subject.model;
  const NginxSettings settings(model);
  std::vector<Place> places;
  std::set<const NginxDirective*> told;
  for (const NginxDirective* pass : nginx_passes(model)) {
    const auto* cache = settings.of_pass(*pass, "_cache");
    const auto* ignored = settings.of_pass(*pass, "_ignore_headers");
    if (cache == nullptr || cache->word(1) == "off" || ignored == nullptr) continue;
    // Somebody thought about who must not get a cached answer, or what a key is made of.
    if (settings.of_pass(*pass, "_no_cache") != nullptr) continue;
    if (!all_levels_known(model, *pass)) continue;
    const auto* key = settings.of_pass(*pass, "_cache_key");
    if (key != nullptr && key->word(1).find("$cookie_") != std::string::npos) continue;
    for (std::size_t i = 1; i < ignored->words.size(); ++i) {
      if (lower_case(ignored->word(i)) != "set-cookie" || !serves_users(model, *pass)) continue;
      if (!told.insert(ignored).second) continue;
      places.push_back(place_of(model, *ignored, i,
                                "an answer that sets a cookie is kept and given to the next user, "
                                "session and all"));
    }
  }
  return places;
}

}  // namespace

NginxRule cached_sessions() {
  return {{.id = "nginx/cached-sessions",
           .severity = Severity::error,
           .title = "Answers with Set-Cookie are cached",
           .why = "nginx does not cache what sets a cookie, unless it is told to ignore that. Then "
                  "one user's session goes to everybody who asks for the same address. Nothing is "
                  "slow and nothing fails.",
           .incident = "",
           .fix = "Leave Set-Cookie out of proxy_ignore_headers, or cache files only; "
                  "proxy_no_cache $cookie_session for the rest.",
           .bad = "proxy_cache pages;\nproxy_ignore_headers Cache-Control Set-Cookie;",
           .good = "proxy_cache pages;\nproxy_no_cache $cookie_session;\n"
                   "proxy_cache_bypass $cookie_session;",
           .topic = Topic::masking},
          check};
}

}  // namespace misfire::nginx_audit
