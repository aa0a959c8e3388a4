// Alertmanager's log, which tells what it could not render or deliver.
#include <algorithm>

#include "history/codec.hpp"
#include "monitor/read_back.hpp"
#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {

void delivery_log(std::string_view log) {
  const auto failures = read_delivery_failures(log);
  require(std::is_sorted(failures.begin(), failures.end(),
                         [](const Event& a, const Event& b) { return a.at < b.at; }),
          "failures are in order");
  for (const Event& event : failures) {
    const auto* failed = std::get_if<DeliveryFailed>(&event.fact);
    require(failed != nullptr, "a failure is one");
    require(failed->stage == "rendering" || failed->stage == "delivery", "a failure has a stage");
    require(decode(encode(event)).has_value(), "a failure fits into the history");
  }
}

}  // namespace misfire::fuzz
