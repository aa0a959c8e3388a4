// The login driver: open loop, seeded Poisson arrivals, keep-alive connections with a bound,
// latency counted from the planned instant. Runs in a thread of its own with its own io_context;
// goes on offering load when every request fails. Loopback only.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/files.hpp"
#include "base/http_client.hpp"
#include "history/facts.hpp"
#include "history/logins.hpp"
#include "plan/plan.hpp"

namespace misfire {

constexpr int kConnections = 512;

struct DriverOptions {
  Endpoint target;  ///< must be a loopback address
  PlannedLoad load;
  std::uint64_t seed = 1;
  std::vector<std::string> backends;  ///< names as X-Backend gives them, in pool order
  fs::path logins_file;               ///< logins.bin
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
  /// Logins of the finished ticks by their HTTP status; 0: without an answer.
  virtual std::map<int, std::int64_t> by_status() const = 0;
  /// Why logins could not even be offered (no file descriptor left, say), once it happened: the
  /// driver's own trouble, which must not look like the service's.
  virtual Result<void> health() const = 0;
  /// Stops arrivals, waits for what is under way (at most the patience, and at most that long),
  /// closes logins.bin.
  virtual Result<void> stop(Duration at_most = std::chrono::hours(1)) = 0;
};

}  // namespace misfire
