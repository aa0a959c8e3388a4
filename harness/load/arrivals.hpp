// Who wants to log in, and when: the plan's users, and those of a flood besides. Times are after
// the start of the load.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "load/driver.hpp"
#include "load/requests.hpp"
#include "load/schedule.hpp"

namespace misfire {

class Arrivals {
 public:
  explicit Arrivals(const DriverOptions&);

  struct Wanted {
    Duration at;
    std::uint32_t user;  ///< with Login::kFlood
    std::shared_ptr<const std::string> request;
  };
  /// When the next one comes.
  Duration next() const;
  /// The next one, if it has come by now; they come in the order of their times.
  std::optional<Wanted> come(Duration now);
  /// Both together, in a second.
  double per_second() const;

  /// From now on. Take what has come before.
  void change_rate(Duration now, double per_second);
  /// At that rate; 0 ends the flood.
  void flood(Duration now, const LoginFlood&, double per_second);

 private:
  struct Flood {
    Flood(const LoginFlood&, double per_second, Duration since, const DriverOptions&);
    double per_second;
    Duration since;
    Schedule schedule;
    Requests requests;
    Arrival next;
    Duration due() const { return since + next.at; }
  };

  const DriverOptions& options_;
  Schedule schedule_;
  Requests requests_;
  Arrival next_;
  double per_second_;
  std::optional<Flood> flood_;
};

}  // namespace misfire
