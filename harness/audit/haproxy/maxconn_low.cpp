#include <fmt/format.h>

#include <set>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

constexpr int kFew = 100;  // a browser opens six

/// The pool that a frontend leads to by default.
const AuditPool* pool_behind(const HaproxySubject& in, const HaproxySection& frontend) {
  const auto name = frontend.kind == "listen"
                        ? std::optional(frontend.name)
                        : effective(in.model, frontend, "default_backend").word(1);
  for (const AuditPool& pool : in.pools) {
    if (name && pool.section->name == *name) return &pool;
  }
  return nullptr;
}

/// What the servers take together; 0 where one of them has no limit, or an unknown one.
long all_take(const AuditPool& pool) {
  long sum = 0;
  for (const AuditServer& server : pool.servers) {
    const int most = server.number("maxconn").value_or(0);
    if (!pool.whole || most <= 0) return 0;
    if (!server.backup() && !server.disabled()) sum += static_cast<long>(most) * server.count;
  }
  return sum;
}

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  std::set<const HaproxyLine*> told;
  const auto tell = [&](const HaproxyLine& line, std::string message) {
    if (told.insert(&line).second) {
      found.push_back(place_at(in.model, line, 0, 1, std::move(message)));
    }
  };
  const Effective global = global_setting(in.model, "maxconn");
  if (const auto most = global.number(1); most && *most > 0 && *most < kFew) {
    tell(*global.line, fmt::format("the whole process takes {} connections at a time", *most));
  }
  for (const HaproxySection* section : frontends(in.model)) {
    if (is_service(in.model, *section)) continue;
    const Effective own = effective(in.model, *section, "maxconn");
    const Effective limit = own.missing() || own.number(1) == 0 ? global : own;
    const auto most = limit.number(1);
    if (!most || *most <= 0) continue;
    if (*most < kFew) {
      tell(*limit.line,
           fmt::format("{} takes {} connections at a time", title_of(*section), *most));
    }
    const AuditPool* pool = pool_behind(in, *section);
    const long servers = pool == nullptr ? 0 : all_take(*pool);
    if (servers <= *most) continue;
    tell(*limit.line,
         fmt::format("{} connections come in through {}, while the servers of {} take {}: clients "
                     "wait where no metric sees them",
                     *most, title_of(*section), title_of(*pool->section), servers));
  }
  return found;
}

}  // namespace

HaproxyRule maxconn_low() {
  RuleDoc doc;
  doc.id = "haproxy/maxconn-low";
  doc.severity = Severity::warning;
  doc.topic = Topic::limits;
  doc.title = "So few connections come in that clients wait unseen";
  doc.why =
      "What comes in above `maxconn` waits in the kernel's queue: HAProxy does not know of it, no "
      "error is counted, and the servers look idle. Only clients see it. Measured with a limit far "
      "below the load: a third of the logins failed, and no metric but `current_sessions` beside "
      "`limit_sessions` moved.";
  doc.incident =
      "GitHub, 9 January 2024: a connection limit was lower than intended and bit during a host "
      "upgrade; 140 minutes.";
  doc.fix =
      "Let the frontend take more than all servers together, and let the servers' `maxconn` be "
      "what limits: their queue is in the metrics.";
  doc.bad = "frontend www\n    bind :80\n    maxconn 50";
  doc.good = "frontend www\n    bind :80\n    maxconn 20000";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
