// Somebody else locks the accounts in turns: each look-up waits for its end.
#include <fmt/format.h>

#include "fault/stressors/store_troubled.hpp"

namespace misfire {
namespace {

constexpr double kLeastDelay = 1.0 / 8;  // of a turn, on average

double held_ms(const Args& args) {
  return number_of(args, "delay");
}

std::string says(const Args& args, const std::vector<std::string>&) {
  return fmt::format("somebody else locks the accounts for {:g} ms, again and again",
                     held_ms(args));
}

StoreTrouble trouble(const Args& args) {
  return {StoreTrouble::By::turns, held_ms(args)};
}

bool shows(const Args& args, const StoreSeen& store) {
  // Two thirds of the look-ups meet a turn, and wait for half of it: a third of it on average.
  return static_cast<double>(store.since) >= kFewest &&
         store.since_ms >= store.before_ms + kLeastDelay * held_ms(args);
}

}  // namespace

Stressor database_slow_stressor() {
  Stressor stressor = store_troubled<trouble, shows>();
  stressor.doc.name = "database-slow";
  stressor.doc.title = "The database answers slowly";
  stressor.doc.about =
      "Another session locks the table of the accounts again and again, for a moment each time, as "
      "a change of many rows in small steps does. Most look-ups wait for the end of such a turn; "
      "none fails. The servers and the balancer are sound, and the logins take longer. It needs "
      "store = \"postgres\".";
  stressor.doc.incident =
      "In the outage of 18 February 2024 the database was suspected first, and it was not the "
      "database. Here it is: whoever is paged for it must be those who look after it.";
  stressor.doc.params = {number_param(
      "delay", "milliseconds of wall time for which each turn holds the lock", 80, 20, 1000)};
  stressor.says = says;
  return stressor;
}

}  // namespace misfire
