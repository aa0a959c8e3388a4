// What stressors ask for, done to the parts of a running stack and to its load, on any engine; and
// what others see of it meanwhile. Whoever is troubled is not expected to answer: the watch knows.
// Owned by the injector, one thread.
#pragma once

#include <map>
#include <vector>

#include "fault/stressor.hpp"
#include "run/conductor.hpp"
#include "run/launch.hpp"
#include "run/own_backend.hpp"
#include "run/store_sight.hpp"

namespace misfire {

class TroubledStack final : public Stressed {
 public:
  TroubledStack(const Conducting&, Stack&);

  Result<void> kill(const std::vector<std::size_t>& servers) override;
  Result<void> start(const std::vector<std::size_t>& servers) override;
  Result<void> pause(std::size_t server) override;
  Result<void> resume(std::size_t server) override;
  Result<void> slow_down(std::size_t server, double factor) override;
  Result<void> fail_logins(std::size_t server, double share, bool told) override;
  Result<void> multiply_load(double factor) override;
  Result<void> flood(const LoginFlood&) override;
  Result<void> kill(Monitor) override;
  Result<void> start(Monitor) override;
  Result<void> trouble_store(const StoreTrouble&) override;
  Result<void> leave_store() override;

  /// What there is to see of that server without the load driver and the balancer. `ask`: how it
  /// is.
  ServerSeen seen(std::size_t server, bool ask) const;
  MonitorSeen seen(Monitor) const;
  std::optional<StoreSeen> store_seen() const;
  /// Of a login, before anybody slows a backend down.
  double declared_service_ms() const;

 private:
  struct Server {
    std::string name;
    Endpoint at;        ///< while it runs
    std::string ended;  ///< how it did last
    int ends = 0;
    bool paused = false;
    double slower = 1, failing = 0;
    bool unhealthy = false;
    OwnLogins counted = {};  ///< before it was told to fail some
  };
  Result<void> gone(std::size_t server, const Exit&);
  Result<void> tell_troubles(std::size_t server);
  OwnLogins own_logins(std::size_t server) const;

  const Conducting& c_;
  Stack& stack_;
  PartPtr sessions_;          ///< of somebody else in the store
  QueriesByBackend queries_;  ///< of the backends, before these came
  const ReadyQuestion question_;
  std::vector<Server> servers_;
  std::map<Monitor, std::string> ended_;  ///< how each did last
};

}  // namespace misfire
