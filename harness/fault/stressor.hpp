// A stressor: a documented trouble of a part or of the load, which the balancer's configuration has
// nothing to do with, and the witness that it took effect. One small file each, in stressors/. It
// knows neither engine nor balancer: the stack does what it asks for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "balancer/balancer.hpp"
#include "fault/misconfiguration.hpp"
#include "history/load_account.hpp"
#include "plan/plan.hpp"

namespace misfire {

/// Programs that watch the service, each of which may be gone while a run goes on.
enum class Monitor {
  exporter,      ///< reads the balancer's status page, where the balancer does not export by itself
  log_exporter,  ///< counts the balancer's access log
  alertmanager,
  probe,  ///< logs in as a user would
};
/// The name of its part.
const char* part_of(Monitor);

/// What somebody else does in the store that all backends share.
struct StoreTrouble {
  enum class By {
    lock,        ///< holds the accounts for himself
    turns,       ///< does so in turns
    connections  ///< takes every connection that the server has
  };
  By by = By::lock;
  double held_ms = 0;  ///< of turns: for how long each; wall time
};

/// The running stack as stressors may trouble it. A server is an index in the pool. Everything
/// returns when it is done; errors: it cannot be done, or the run must end for another reason.
class Stressed {
 public:
  virtual ~Stressed() = default;
  /// Their processes end as in a crash, all at once. That was asked for, and nobody expects an
  /// answer of them until they have been started again.
  virtual Result<void> kill(const std::vector<std::size_t>& servers) = 0;
  /// On the same addresses and with the same files; they answer then. What runs is left alone.
  virtual Result<void> start(const std::vector<std::size_t>& servers) = 0;
  /// It accepts connections and does nothing else, and nobody expects more of it.
  virtual Result<void> pause(std::size_t server) = 0;
  virtual Result<void> resume(std::size_t server) = 0;
  /// Times its declared service time; 1: as declared.
  virtual Result<void> slow_down(std::size_t server, double factor) = 0;
  /// That share of its logins ends in an error of its own (500); 0: none. `told`: it answers those
  /// who ask how it is accordingly.
  virtual Result<void> fail_logins(std::size_t server, double share, bool told) = 0;
  /// Times the planned rate of logins; 1: as planned.
  virtual Result<void> multiply_load(double factor) = 0;
  /// These logins come besides; factor 0: no longer.
  virtual Result<void> flood(const LoginFlood&) = 0;
  /// It ends as in a crash, which was asked for.
  virtual Result<void> kill(Monitor) = 0;
  /// With the same files. What runs is left alone.
  virtual Result<void> start(Monitor) = 0;
  /// Sessions of somebody else in the store, until it is left alone.
  virtual Result<void> trouble_store(const StoreTrouble&) = 0;
  virtual Result<void> leave_store() = 0;
};

/// What a stressor takes hold of while it lasts: two that want the same of one server, or of the
/// load, cannot last at the same time.
enum class Hold { process, service_time, answers, load, flood, monitoring, store };

/// What a server says when it is asked how it is.
enum class Health { not_asked, well, unwell, refuses, silent };

/// What a server has counted itself: who retries hides it from the load driver.
struct OwnLogins {
  double answered = 0, errors = 0;
};

/// What others saw of one server of the pool.
struct ServerSeen {
  std::string name;
  std::string ended;  ///< how its process ended, as the engine tells; empty: it did not
  int ends = 0;       ///< how often
  bool runs = true;   ///< a process of it runs, perhaps a new one
  Health health = Health::not_asked;
  std::string asked = "/healthz";        ///< the path by which it is asked how it is
  BackendLogins before, since;           ///< as the load driver saw it
  OwnLogins own = {};                    ///< since it was told to fail some
  std::string state_before = {}, state;  ///< as the balancer sees it: UP, DOWN, …
};

/// What others saw of a program that watches the service.
struct MonitorSeen {
  std::string name;   ///< its part's
  std::string ended;  ///< how its process ended, as the engine tells; empty: it did not
  bool runs = true;
  Health health = Health::not_asked;
  /// What became of Prometheus's last scrape of it: "" if it succeeded; none: it is not scraped.
  std::optional<std::string> scrape = {};
};

/// What others saw of the store.
struct StoreSeen {
  // By its own word.
  int locks = 0;    ///< of the accounts, exclusive, which somebody else holds
  int waiting = 0;  ///< sessions of the service that wait for a lock
  int connections = 0, limit = 0;
  // By that of the backends: queries before the trouble and since, and how many failed.
  double before_ms = 0, since_ms = 0;  ///< each took on average
  std::int64_t since = 0, errors = 0;
};

/// What others saw of the stack: in the baseline, and since the fault came.
struct Sight {
  double before_s = 0, since_s = 0;  ///< for how long, of wall time
  LoadAccount before, since;
  double service_ms = 0;                   ///< of a login, as the backends' capacity declares it
  std::vector<ServerSeen> servers;         ///< in pool order
  std::vector<MonitorSeen> monitors = {};  ///< those that are troubled
  std::optional<StoreSeen> store = {};     ///< none: it could not be asked
};

/// What a stressor does to these servers, so long after it came. The first one comes at once.
struct Stroke {
  ModelDuration after;
  std::vector<std::size_t> servers;  ///< none: it is not the servers that are troubled
  bool back = false;                 ///< undoes a former one
};

struct Stressor {
  FaultDoc doc;
  Hold hold = Hold::process;
  /// Pure. Errors name the parameter.
  Result<std::vector<Stroke>> (*strokes)(const Args&, std::size_t pool_size) = nullptr;
  /// What is done, for people: "auth1 is killed, and stays down".
  std::string (*says)(const Args&, const std::vector<std::string>& servers) = nullptr;
  Result<void> (*inject)(const Args&, const Stroke&, Stressed&) = nullptr;
  /// Takes back what that stroke did.
  Result<void> (*revert)(const Args&, const Stroke&, Stressed&) = nullptr;
  /// Pure. `servers`: those of all strokes.
  Shown (*witness)(const Args&, const std::vector<std::size_t>& servers, const Sight&) = nullptr;
  /// Logins that each server must have answered before its witness can say anything; null: few.
  double (*logins_needed)(const Args&) = nullptr;
  /// Times the planned rate of logins while it lasts; null: it leaves the load alone.
  double (*load_factor)(const Args&) = nullptr;
  /// Who comes besides while it lasts; null: nobody.
  LoginFlood (*flood)(const Args&) = nullptr;
  /// Which programs that watch the service it troubles; null: none.
  std::vector<Monitor> (*monitors)(const Args&) = nullptr;
  /// After so many strokes its witness is asked, and the logins are counted from the first one on;
  /// 0: after the last, and from there.
  std::size_t strokes_needed = 0;
  /// Its effect may take that long to show, beside what every effect may.
  ModelDuration slow_to_show = {};
  /// Why it cannot be done to a system with this balancer; "" where it can, and so if null.
  std::string (*cannot)(const std::string& balancer, const Args&) = nullptr;
  /// Whether nobody answers until the engine has started the pool again, whose wall time a high
  /// speed makes an outage; null: never.
  bool (*waits_for_starts)(const std::vector<Stroke>&, std::size_t pool_size) = nullptr;
  /// Times the declared service time that a login takes while it lasts; null: it leaves that alone.
  double (*service_factor)(const Args&) = nullptr;
};

const std::vector<Stressor>& stressors();
const Stressor* find_stressor(const std::string& name);

/// The servers of all strokes, each once.
std::vector<std::size_t> servers_of(const std::vector<Stroke>&);

}  // namespace misfire
