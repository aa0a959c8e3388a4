#include <fmt/format.h>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"
#include "balancer/nginx/timers.hpp"

namespace misfire::nginx_audit {
namespace {

using std::chrono::seconds;

/// More failures within the time than a person would wait for, or longer out than an outage lasts.
constexpr int kManyFails = 20;
constexpr seconds kLong{600};

std::vector<Place> check(const NginxSubject& subject) {
  std::vector<Place> places;
  for (const NginxPool& pool : nginx_pools(subject.model)) {
    if (pool.sharing.size() < 2) continue;
    for (const NginxDirective* server : pool.sharing) {
      const int fails = server_number(*server, "max_fails", 1);
      const auto time = parse_nginx_time(server_param(*server, "fail_timeout").value_or("10s"));
      if (fails > kManyFails) {
        places.push_back(place_of(
            subject.model, *server, word_beginning(*server, "max_fails="),
            fmt::format("{} requests must fail within {} before this server is left out, in each "
                        "worker unless the upstream has a zone",
                        fails, server_param(*server, "fail_timeout").value_or("10s"))));
      } else if (fails > 0 && time && *time >= kLong) {
        places.push_back(place_of(
            subject.model, *server, word_beginning(*server, "fail_timeout="),
            fmt::format(
                "after {} failed request{} this server gets nothing for {}, and nothing asks "
                "before whether it is well again",
                fails, fails == 1 ? "" : "s",
                shown(std::chrono::duration_cast<std::chrono::milliseconds>(*time)))));
      }
    }
  }
  return places;
}

}  // namespace

NginxRule passive_checks_slow() {
  return {{.id = "nginx/passive-checks-slow",
           .severity = Severity::warning,
           .title = "A failing server is left out too late, or for too long",
           .why = "fail_timeout is both the window in which max_fails failures must happen and the "
                  "time that the server then gets nothing. A large max_fails lets users wait for "
                  "every one of these failures; an hour of fail_timeout keeps a server out an hour "
                  "after a hiccup, and when that happens to all of them nginx asks them in turn.",
           .incident = "",
           .fix = "A few failures, and a time in which the server can come back: "
                  "max_fails=3 fail_timeout=30s.",
           .bad = "server auth1:9001 max_fails=100 fail_timeout=1h;",
           .good = "server auth1:9001 max_fails=3 fail_timeout=30s;",
           .topic = Topic::health},
          check};
}

}  // namespace misfire::nginx_audit
