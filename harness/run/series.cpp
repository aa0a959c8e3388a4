#include "run/series.hpp"

#include <set>

#include "monitor/selectors.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kQuery = 20s;  // over a whole run

}  // namespace

Result<void> note_missing_series(const Conducting& c, Stack& stack, Instant from, Phase until) {
  std::set<std::string> needed;
  for (const AlertRule& rule : c.prepared.plan.monitoring.rules) {
    for (const auto& group : rule.needs) needed.insert(group.begin(), group.end());
  }
  const Endpoint prometheus = stack.prometheus->from_harness("http");
  const Instant now = c.watch.clock().now();
  const auto missing =
      without_series(prometheus, {needed.begin(), needed.end()}, from, now, kQuery);
  if (!missing) return tl::unexpected(missing.error());
  for (const std::string& selector : *missing) {
    auto fact = what_is_there(prometheus, selector, from, now, kQuery);
    if (!fact) return tl::unexpected(fact.error());
    fact->until = until;
    if (auto noted = c.watch.note(std::move(*fact)); !noted) return noted;
  }
  return {};
}

}  // namespace misfire
