// The login driver: open loop, seeded Poisson arrivals, keep-alive connections with a bound,
// latency counted from the planned instant. Runs in a thread of its own with its own io_context;
// goes on offering load when every request fails. Loopback only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/http_client.hpp"
#include "history/facts.hpp"
#include "history/load_account.hpp"
#include "history/logins.hpp"
#include "load/users.hpp"
#include "plan/plan.hpp"

namespace misfire {

constexpr int kConnections = 512;
constexpr double kFastest = 50'000;  // logins a second

struct DriverOptions {
  Endpoint target;  ///< must be a loopback address
  PlannedLoad load;
  std::uint64_t seed = 1;
  std::vector<std::string> backends;        ///< names of the pool's servers, in order
  std::vector<std::string> addresses = {};  ///< of the backends, as the balancer reaches them
  LoginSpec login = {};
  std::string backend_header = "X-Backend";       ///< by which an answer names its backend
  std::shared_ptr<const UserList> accounts = {};  ///< null: those of the seed
  fs::path logins_file;                           ///< logins.bin
  int max_connections = kConnections;
};

class LoginDriver {
 public:
  static Result<std::unique_ptr<LoginDriver>> start(const DriverOptions&);
  /// Raises this program's limit of file descriptors where that many connections need it; `start`
  /// does it, too. Error: it may not.
  static Result<void> make_room(int connections = kConnections);
  virtual ~LoginDriver() = default;  ///< stops
  /// Ticks finished since the last call, oldest first (`at` is the tick's end). Never blocks.
  virtual std::vector<Event> ticks() = 0;
  /// What was counted up to the last finished tick.
  virtual LoadAccount account() const = 0;
  /// From now on `factor` times the plan's rate, at most kFastest; 1: the plan's again. When that
  /// was.
  virtual Result<Instant> multiply_rate(double factor) = 0;
  /// From now on these come besides, and are counted apart; factor 0: no longer. When that was.
  virtual Result<Instant> flood(const LoginFlood&) = 0;
  /// From now on new connections speak TLS, and have the certificates that this one (PEM) vouches
  /// for; "": plain again. Error: it is none.
  virtual Result<void> speak_tls(const std::string& authority) = 0;
  /// Why clients would not have the certificate that they were shown since: "certificate has
  /// expired"; "" while they have every one.
  virtual std::string distrust() const = 0;
  /// Why logins could not even be offered (no file descriptor left, say), once it happened: the
  /// driver's own trouble, which must not look like the service's.
  virtual Result<void> health() const = 0;
  /// What an answer said first in place of a backend's name that is known; "" if none did.
  virtual std::string unknown_backend() const = 0;
  /// Stops arrivals, waits for what is under way (at most the patience, and at most that long),
  /// closes logins.bin.
  virtual Result<void> stop(Duration at_most = std::chrono::hours(1)) = 0;
};

}  // namespace misfire
