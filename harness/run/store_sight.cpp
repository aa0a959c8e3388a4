#include "run/store_sight.hpp"

#include <fmt/format.h>

#include <cmath>
#include <sstream>

#include "monitor/counters.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kAnswer = 2s;

// Names of tables are looked up without a lock.
constexpr char kQuestion[] =
    "SELECT (SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
    " WHERE l.relation = 'accounts'::regclass AND l.mode = 'AccessExclusiveLock' AND l.granted"
    " AND a.usename <> 'authd'),"
    " (SELECT count(*) FROM pg_stat_activity WHERE usename = 'authd'"
    " AND wait_event_type = 'Lock'),"
    " (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
    " AND pid <> pg_backend_pid()),"
    " current_setting('max_connections')::int"
    " - current_setting('superuser_reserved_connections')::int";

}  // namespace

QueriesByBackend store_queries(const Stack& stack) {
  QueriesByBackend counted;
  for (std::size_t place = 0; place < stack.backends.size(); ++place) {
    const PartPtr& backend = stack.backends[place];
    if (!backend) continue;
    const auto page = http(backend->from_harness("http"), {"GET", "/metrics", {}, {}}, kAnswer);
    if (!page) continue;
    const auto value = [&](std::string_view name) { return counters(page->body, name, "")[""]; };
    counted[place] = {value("auth_store_duration_seconds_sum"),
                      value("auth_store_duration_seconds_count"), value("auth_store_errors_total")};
  }
  return counted;
}

StoreQueries queries_between(const QueriesByBackend& before, const QueriesByBackend& now) {
  StoreQueries sum;
  for (const auto& [place, earlier] : before) {
    const auto later = now.find(place);
    if (later == now.end()) continue;
    const bool anew = later->second.count < earlier.count || later->second.errors < earlier.errors;
    const StoreQueries from = anew ? StoreQueries{} : earlier;
    sum.took_s += later->second.took_s - from.took_s;
    sum.count += later->second.count - from.count;
    sum.errors += later->second.errors - from.errors;
  }
  return sum;
}

std::optional<StoreSeen> look_at_store(const Inputs& in, const Stack& stack,
                                       const QueriesByBackend& before) {
  if (!stack.store) return {};
  const auto said = stack.store->run(ask_words(in, stack.database, kQuestion), kAnswer);
  if (!said || said->exit_code != 0) return {};
  StoreSeen seen;
  std::istringstream words(said->output);
  if (!(words >> seen.locks >> seen.waiting >> seen.connections >> seen.limit)) return {};
  StoreQueries earlier;
  for (const auto& [place, counted] : before) {
    earlier.took_s += counted.took_s;
    earlier.count += counted.count;
  }
  const StoreQueries since = queries_between(before, store_queries(stack));
  seen.before_ms = earlier.mean_ms();
  seen.since_ms = since.mean_ms();
  seen.since = std::llround(since.count);
  seen.errors = std::llround(since.errors);
  return seen;
}

}  // namespace misfire
