#include "run/series.hpp"

#include "monitor/selectors.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kQuery = 15s;  // over a whole run

}  // namespace

Result<void> note_missing_series(const Conducting& c, Stack& stack, Instant from, Phase until) {
  auto missing =
      missing_series(stack.prometheus->from_harness("http"), c.prepared.plan.monitoring.rules, from,
                     c.watch.clock().now(), kQuery);
  if (!missing) return tl::unexpected(missing.error());
  for (NoSeries& fact : *missing) {
    fact.until = until;
    if (auto noted = c.watch.note(std::move(fact)); !noted) return noted;
  }
  return {};
}

}  // namespace misfire
