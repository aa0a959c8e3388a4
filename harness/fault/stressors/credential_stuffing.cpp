// Passwords that leaked elsewhere are tried on many users.
#include <fmt/format.h>

#include "fault/stressors/stressors.hpp"

namespace misfire {
namespace {

constexpr double kMost = 20;  // times the planned rate
constexpr double kMostUsers = 10'000'000;

std::string says(const Args& args, const std::vector<std::string>&) {
  const LoginFlood flood = flood_of(args);
  return fmt::format("wrong passwords are tried on {} users, {:g} times as often as users log in",
                     flood.users, flood.factor);
}

}  // namespace

Stressor credential_stuffing_stressor() {
  Stressor stressor = flooding();
  stressor.doc.name = "credential-stuffing";
  stressor.doc.title = "Leaked passwords are tried on many users";
  stressor.doc.about =
      "Besides the planned logins come many users' names, each with a password that is not theirs; "
      "some of them have no account at all. Each is answered with 401, as it should be, so that no "
      "error counter moves; but each costs a look-up and a hash. Impact counts the planned users' "
      "logins only; what became of the flood stands beside it.";
  stressor.doc.incident =
      "23andMe, April to September 2023: passwords that had leaked elsewhere were tried on its "
      "users for five months before anybody noticed.";
  stressor.doc.params = {
      number_param("factor", "times the planned rate of logins come besides", 1, 0.1, kMost),
      integer_param("users", "whose names are tried: the plan's, and others beyond them", 10'000,
                    100, kMostUsers)};
  stressor.says = says;
  return stressor;
}

}  // namespace misfire
