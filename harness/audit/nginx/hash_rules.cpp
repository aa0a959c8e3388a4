#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"
#include "base/lower_case.hpp"

namespace misfire::nginx_audit {
namespace {

/// Variables that are the same for every request of a server, or have two or three values.
bool is_constant(const std::string& key) {
  static constexpr std::array<std::string_view, 10> kSame = {
      "server_name", "scheme",        "server_port", "server_addr",    "hostname",
      "pid",         "nginx_version", "proxy_host",  "request_method", "server_protocol"};
  std::size_t at = 0;
  while ((at = key.find('$', at)) != key.npos) {
    at += key.compare(at, 2, "${") == 0 ? 2 : 1;
    const std::size_t end =
        std::min(key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_", at), key.size());
    const std::string_view name = std::string_view(key).substr(at, end - at);
    if (std::find(kSame.begin(), kSame.end(), name) == kSame.end()) return false;
  }
  return true;
}

std::vector<Place> check_constant(const NginxSubject& subject) {
  std::vector<Place> places;
  for (const NginxPool& pool : nginx_pools(subject.model)) {
    const NginxDirective* hash = pool.has(subject.model, "hash");
    if (hash == nullptr || pool.sharing.size() < 2) continue;
    if (!is_constant(lower_case(hash->word(1)))) continue;
    places.push_back(
        place_of(subject.model, *hash, 1,
                 fmt::format("every request has the same \"{}\": all go to one of the {} "
                             "servers of \"{}\"",
                             hash->word(1), pool.sharing.size(), pool.name())));
  }
  return places;
}

std::vector<Place> check_inconsistent(const NginxSubject& subject) {
  std::vector<Place> places;
  for (const NginxPool& pool : nginx_pools(subject.model)) {
    const NginxDirective* hash = pool.has(subject.model, "hash");
    if (hash == nullptr || pool.servers.size() < 3 || hash->word(2) == "consistent") continue;
    places.push_back(place_of(
        subject.model, *hash, 0,
        fmt::format("when a server joins or leaves \"{}\", about {} of {} keys change their "
                    "server",
                    pool.name(), pool.servers.size(), pool.servers.size() + 1)));
  }
  return places;
}

}  // namespace

NginxRule hash_of_constant() {
  return {
      {.id = "nginx/hash-of-constant",
       .severity = Severity::error,
       .title = "A hash over what is the same in every request",
       .why = "One server gets everything, and no other is ever asked while it answers. The "
              "pool looks healthy, and adding servers does not help.",
       .incident = "",
       .fix = "Hash over what tells clients or objects apart ($request_uri, a cookie), or leave "
              "the choice to round robin or least_conn.",
       .bad = "hash $server_name;",
       .good = "hash $cookie_session consistent;",
       .topic = Topic::stickiness},
      check_constant};
}

NginxRule hash_not_consistent() {
  return {{.id = "nginx/hash-not-consistent",
           .severity = Severity::warning,
           .title = "A hash without `consistent`",
           .why = "Without it nearly every key moves to another server whenever one is added or "
                  "removed: all caches are cold and all sessions gone at once, in the moment in "
                  "which a server is missing anyhow.",
           .incident = "",
           .fix = "Add `consistent` (ketama): only the keys of that server move.",
           .bad = "hash $request_uri;",
           .good = "hash $request_uri consistent;",
           .topic = Topic::stickiness},
          check_inconsistent};
}

}  // namespace misfire::nginx_audit
