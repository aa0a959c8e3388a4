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

StoreQueries store_queries(const Stack& stack) {
  StoreQueries sum;
  for (const PartPtr& backend : stack.backends) {
    if (!backend) continue;
    const auto page = http(backend->from_harness("http"), {"GET", "/metrics", {}, {}}, kAnswer);
    if (!page) continue;
    const auto value = [&](std::string_view name) { return counters(page->body, name, "")[""]; };
    sum.took_s += value("auth_store_duration_seconds_sum");
    sum.count += value("auth_store_duration_seconds_count");
    sum.errors += value("auth_store_errors_total");
  }
  return sum;
}

std::optional<StoreSeen> look_at_store(const Inputs& in, const Stack& stack,
                                       const StoreQueries& before) {
  if (!stack.store) return {};
  const auto said = stack.store->run(ask_words(in, stack.database, kQuestion), kAnswer);
  if (!said || said->exit_code != 0) return {};
  StoreSeen seen;
  std::istringstream words(said->output);
  if (!(words >> seen.locks >> seen.waiting >> seen.connections >> seen.limit)) return {};
  const auto mean_ms = [](double took_s, double count) {
    return count > 0 ? 1000 * took_s / count : 0;
  };
  const StoreQueries now = store_queries(stack);
  seen.before_ms = mean_ms(before.took_s, before.count);
  seen.since_ms = mean_ms(now.took_s - before.took_s, now.count - before.count);
  seen.since = std::llround(now.count - before.count);
  seen.errors = std::llround(now.errors - before.errors);
  return seen;
}

}  // namespace misfire
