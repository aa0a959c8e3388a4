// A few users log in again and again, far more often than people would.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

constexpr double kMost = 20;        // times the planned rate
constexpr double kMostUsers = 100;  // more are no few

bool wrong(const Args& args) {
  return std::get<std::string>(args.at("password")) == "wrong";
}

LoginFlood flood_of(const Args& args) {
  return {number_of(args, "factor"), static_cast<int>(std::get<std::int64_t>(args.at("users"))),
          wrong(args)};
}

std::string says(const Args& args, const std::vector<std::string>&) {
  const LoginFlood flood = flood_of(args);
  return fmt::format(
      "{} user{} log{} in with {} passwords, {:g} times as often as all the others together",
      flood.users, flood.users == 1 ? "" : "s", flood.users == 1 ? "s" : "",
      flood.wrong_passwords ? "wrong" : "right", flood.factor);
}

Result<void> inject(const Args& args, const Stroke&, Stressed& stack) {
  return stack.flood(flood_of(args));
}

Result<void> revert(const Args&, const Stroke&, Stressed& stack) {
  return stack.flood({});
}

Shown witness(const Args& args, const std::vector<std::size_t>&, const Sight& sight) {
  return flood_shown(flood_of(args), sight);
}

}  // namespace

Stressor login_flood_stressor() {
  Stressor stressor;
  stressor.doc.name = "login-flood";
  stressor.doc.title = "A few users log in again and again";
  stressor.doc.about =
      "Besides the planned logins come those of a few users, n times as many: a script that has "
      "lost its session, an app that tries again without a pause, somebody who guesses. The pool "
      "is busy with them, and everybody else waits or is turned away. Impact counts the planned "
      "users' logins only; what became of the flood stands beside it.";
  stressor.doc.incident =
      "In the outage of 18 February 2024 a denial-of-service attack was suspected while a balancer "
      "was wrong. Here it is one: whoever is paged for it must not be sent to the balancer.";
  stressor.doc.stressor = true;
  stressor.doc.params = {
      number_param("factor", "times the planned rate of logins come besides", 2, 0.1, kMost),
      integer_param("users", "that take part, the first of the plan's", 5, 1, kMostUsers),
      choice_param("password", "what they send", {"wrong", "right"})};
  stressor.hold = Hold::flood;
  stressor.strokes = once;
  stressor.says = says;
  stressor.inject = inject;
  stressor.revert = revert;
  stressor.witness = witness;
  stressor.flood = flood_of;
  return stressor;
}

}  // namespace misfire
