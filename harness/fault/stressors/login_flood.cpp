// A few users log in again and again, far more often than people would.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

constexpr double kMost = 20;        // times the planned rate
constexpr double kMostUsers = 100;  // more are no few

std::string says(const Args& args, const std::vector<std::string>&) {
  const LoginFlood flood = flood_of(args);
  return fmt::format(
      "{} user{} log{} in with {} passwords, {:g} times as often as all the others together",
      flood.users, flood.users == 1 ? "" : "s", flood.users == 1 ? "s" : "",
      flood.wrong_passwords ? "wrong" : "right", flood.factor);
}

}  // namespace

Stressor login_flood_stressor() {
  Stressor stressor = flooding();
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
  stressor.doc.params = {
      number_param("factor", "times the planned rate of logins come besides", 2, 0.1, kMost),
      integer_param("users", "that take part, the first of the plan's", 5, 1, kMostUsers),
      choice_param("password", "what they send", {"wrong", "right"})};
  stressor.says = says;
  return stressor;
}

}  // namespace misfire
