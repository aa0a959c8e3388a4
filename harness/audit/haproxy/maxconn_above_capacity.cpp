#include <fmt/format.h>

#include "audit/haproxy/list.hpp"
#include "audit/haproxy/pools.hpp"
#include "audit/haproxy/settings.hpp"

namespace misfire::haproxy_audit {
namespace {

std::vector<Place> check(const HaproxySubject& in) {
  std::vector<Place> found;
  if (!in.context.backends) return found;
  const Capacity& capacity = in.context.backends->capacity;
  const int holds = capacity.workers + capacity.queue;
  for (const AuditPool& pool : in.pools) {
    for (const AuditServer& server : pool.servers) {
      const auto most = server.number("maxconn");
      if (server.opaque || !most || *most <= holds) continue;
      const std::size_t word = server.word_of("maxconn");
      found.push_back(
          place_at(in.model, *server.line, word, word == server.address_word ? word : word + 1,
                   fmt::format("servers of {} get up to {} requests at a time; a backend "
                               "works on {} and queues {}",
                               title_of(*pool.section), *most, capacity.workers, capacity.queue)));
      break;
    }
  }
  return found;
}

}  // namespace

HaproxyRule maxconn_above_capacity() {
  RuleDoc doc;
  doc.id = "haproxy/maxconn-above-capacity";
  doc.severity = Severity::note;
  doc.topic = Topic::limits;
  doc.title = "A server is sent more than its backend can hold";
  doc.why =
      "What is above the backend's workers and queue is turned away by the backend. With a lower "
      "`maxconn` it would wait in HAProxy's queue, where the next free server takes it, and where "
      "a metric shows it. Needs a system file, which says what a backend can hold.";
  doc.fix = "Set `maxconn` to what the backend works on and queues.";
  doc.bad = "# workers = 3, queue = 16\nserver auth1 10.0.0.11:9001 check maxconn 200";
  doc.good = "# workers = 3, queue = 16\nserver auth1 10.0.0.11:9001 check maxconn 19";
  return {doc, check};
}

}  // namespace misfire::haproxy_audit
