// Others log in besides the users: what the two floods share.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

constexpr double kLeastProgress = 0.5;  // of the flood's logins
constexpr double kHarmed = 0.05;        // that so many more users fail shows a flood as well

std::int64_t refused(const FloodLogins& flood) {
  std::int64_t sum = 0;
  for (const auto& [status, logins] : flood.by_status) {
    if (status >= 400 && status < 500) sum += logins;
  }
  return sum;
}

/// The driver's own word is not enough: either the backends answer the flood, or more of the users'
/// logins fail than before, since something on the way is full.
Shown witness(const Args& args, const std::vector<std::size_t>&, const Sight& sight) {
  const LoginFlood flood = flood_of(args);
  Shown shown;
  if (sight.before_s <= 0 || sight.since_s <= 0) return shown;
  const FloodLogins& seen = sight.since.flood;
  const auto a_second = [](std::int64_t logins, double seconds) {
    return static_cast<double>(logins) / seconds;
  };
  const double wanted = flood.factor * a_second(sight.before.planned, sight.before_s);
  const double planned = a_second(seen.planned, sight.since_s);
  const double answered = a_second(seen.answered, sight.since_s);
  shown.evidence.push_back(fmt::format(
      "{:.0f} logins a second were planned and sent besides those of the users", planned));
  shown.evidence.push_back(fmt::format(
      "the backends answered {:.0f} of them a second and refused {} in all (a status of 4xx)",
      answered, refused(seen)));
  const double before = failed_share(sight.before), since = failed_share(sight.since);
  shown.evidence.push_back(fmt::format("{:.1f} % of the users' logins failed (before: {:.1f} %)",
                                       100 * since, 100 * before));
  const bool came = planned >= kLeastProgress * wanted;
  const bool arrived = answered >= kLeastProgress * wanted || since >= before + kHarmed;
  const bool as_wanted = !flood.wrong_passwords || static_cast<double>(refused(seen)) >= kFewest;
  shown.shown = came && arrived && as_wanted && static_cast<double>(seen.ended) >= kFewest;
  return shown;
}

Result<void> inject(const Args& args, const Stroke&, Stressed& stack) {
  return stack.flood(flood_of(args));
}

Result<void> revert(const Args&, const Stroke&, Stressed& stack) {
  return stack.flood({});
}

}  // namespace

double failed_share(const LoadAccount& account) {
  return account.ended > 0
             ? static_cast<double>(account.failed) / static_cast<double>(account.ended)
             : 0;
}

LoginFlood flood_of(const Args& args) {
  const auto password = args.find("password");
  return {number_of(args, "factor"), static_cast<int>(std::get<std::int64_t>(args.at("users"))),
          password == args.end() || std::get<std::string>(password->second) == "wrong"};
}

Stressor flooding() {
  Stressor stressor;
  stressor.doc.stressor = true;
  stressor.hold = Hold::flood;
  stressor.strokes = once;
  stressor.inject = inject;
  stressor.revert = revert;
  stressor.witness = witness;
  stressor.flood = flood_of;
  return stressor;
}

}  // namespace misfire
