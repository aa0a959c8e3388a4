#include "load/login_counter.hpp"

#include <algorithm>
#include <utility>

namespace misfire {

LoginCounter::LoginCounter(std::size_t backends) {
  tick_.per_backend.resize(backends);
  account_.per_backend.resize(backends);
}

void LoginCounter::planned(const Login& login, Duration lag) {
  tick_.lag_ms = std::max(tick_.lag_ms, to_seconds(lag) * 1e3);
  ++(login.of_flood() ? tick_.flood_planned : tick_.planned);
}

void LoginCounter::ended(const Login& login) {
  login.of_flood() ? count_flood(login) : count(login);
}

LoadTick LoginCounter::end_tick(Instant until) {
  account_.until = until;
  account_.planned += tick_.planned;
  account_.ended += tick_.logins;
  account_.failed += tick_.failed;
  account_.flood.planned += tick_.flood_planned;
  account_.flood.ended += tick_.flood;
  LoadTick fresh;
  fresh.per_backend.resize(tick_.per_backend.size());
  return std::exchange(tick_, std::move(fresh));
}

void LoginCounter::count(const Login& login) {
  ++tick_.logins;
  if (!login.ok()) ++tick_.failed;
  ++account_.by_status[login.status];
  if (login.backend >= tick_.per_backend.size()) return;
  ++tick_.per_backend[login.backend];
  BackendLogins& backend = account_.per_backend[login.backend];
  ++backend.answered;
  if (login.ok()) {
    backend.took += login.answered - login.planned;
  } else {
    ++backend.failed;
    if (login.status == 500) ++backend.errors;
  }
}

/// Whom the service let in and whom it denied, both is its work.
void LoginCounter::count_flood(const Login& login) {
  ++tick_.flood;
  if (login.backend >= tick_.per_backend.size()) return;
  ++account_.flood.answered;
  ++account_.flood.by_status[login.status];
}

}  // namespace misfire
