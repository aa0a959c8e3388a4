// An adapter: what the harness can do with one kind of balancer. Configurations are parsed with
// positions, edited as text, never reformatted.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"
#include "base/secrets.hpp"
#include "base/wait.hpp"
#include "plan/plan.hpp"
#include "plan/speed.hpp"
#include "stack/part.hpp"
#include "stack/tool.hpp"

namespace misfire {

/// Replaces bytes [begin, end) of the original text. A misconfiguration is a list of these.
struct Edit {
  std::size_t begin = 0, end = 0;
  std::string text;
  bool operator==(const Edit&) const = default;
};
using Edits = std::vector<Edit>;

/// Applies edits (positions refer to `original`). Overlapping edits are refused.
Result<std::string> apply(std::string_view original, Edits);

/// A unified diff, three lines of context, as people read it ("" when equal).
std::string unified_diff(std::string_view before, std::string_view after, const std::string& name);

/// One server of the pool, as written.
struct PoolServer {
  std::string name;
  std::string address;  ///< as written, without the port
  int port = 0;
  std::optional<int> weight;  ///< as written
  Position where;
};

/// A configuration as parsed: what every adapter can tell. Adapters derive their own.
class Config {
 public:
  virtual ~Config() = default;
  virtual const std::string& text() const = 0;
  virtual const std::vector<PoolServer>& pool() const = 0;
  /// What its health checks need to see that a server of the pool is gone, as the user wrote them
  /// (X of ALERTS.md, "Timing model"); zero when none is checked.
  virtual Bounds notices() const = 0;
};

/// Tells one configuration's text from every other.
std::string configuration_mark(std::string_view text);

/// Addresses that faults write into a configuration, and that are never anybody's (RFC 5737): of a
/// machine that is gone, so that nothing listens there, and of another service's.
inline constexpr char kNobodysAddress[] = "192.0.2.1";
inline constexpr char kOthersAddress[] = "198.51.100.1";

/// What the stack gives the configuration to run with.
struct Wiring {
  std::vector<Endpoint> backends;  ///< one for each server of the pool, in order
  /// The pool as the user wrote it: a fault may remove a server or give it another's address.
  /// Empty: the configuration that is wired is the user's.
  std::vector<PoolServer> pool = {};
  /// The user's configuration: what the one that is wired says differently is a fault's, and means
  /// what it says. Null: the configuration that is wired is the user's.
  const Config* original = nullptr;
  /// A service of this stack that knows no logins: where a server at kOthersAddress leads.
  Endpoint other_service = {};
  /// Values of the environment variables that the file names; before the harness's own.
  std::map<std::string, std::string> environment = {};
  bool scripts = false;  ///< whether Lua files may run in the balancer
  /// Where backends that stand in for the user's tell how they are; empty: health checks ask what
  /// they ask.
  std::string check_path = {};
  std::string address;   ///< to bind to
  int entry_port = 0;    ///< logins
  int metrics_port = 0;  ///< the exporter
  int runtime_port = 0;  ///< Runtime API
  int master_port = 0;   ///< the master's own CLI (HAProxy), for reloads
  int spare_port = 0;    ///< first of the ports for the user's other listeners
  double speed = 1;      ///< divides the health checks' intervals and request timeouts
  Capacity capacity;     ///< of each backend: how long a login may wait there
  /// What a login asks for: where it comes in, if several places lead to the pool.
  std::string login_host = "login.example.com", login_path = "/login";
  /// A header in which the balancer is to tell with each answer at which address its server is, for
  /// backends that do not name themselves; empty: it need not.
  std::string tell_backend = {};
};

/// The backend that a server of an edited configuration leads to: that of the server which the user
/// wrote at this address, its own before others; at kOthersAddress the other service. Null: none of
/// this stack.
const Endpoint* backend_of(const Wiring&, const std::vector<PoolServer>& edited,
                           std::size_t server);

/// Files of a part: path in its folder → bytes.
using PartFiles = std::map<std::string, std::string>;

/// The configuration as it runs here, and what had to be changed.
struct Wired {
  std::string text;
  PartFiles files;                           ///< those that the text names
  std::vector<std::string> changes;          ///< sentences for the plan
  std::vector<std::string> limits;           ///< what cannot be scaled
  std::vector<SpeedCap> speed_caps;          ///< of timers that are floored at this speed
  std::map<int, std::string> metrics_ports;  ///< original port → "metrics" | "entry" | "other"
  bool exporter = false;                     ///< it serves its own Prometheus exporter (HAProxy)
  std::string status_path;  ///< of stub_status at the metrics port (nginx): for its exporter
};

/// What the balancer itself says about the pool, comparable between two moments.
struct LiveState {
  struct Server {
    std::string name, address, status, admin, check;
    int port = 0, weight = 0, maxconn = 0;
    int fall = 0;             ///< failed checks until it is taken out; 0: not known, or not checked
    int rise = 0;             ///< good checks until it is back; 0: as of fall
    int check_code = 0;       ///< HTTP status of the last check; 0: none
    int check_port = 0;       ///< that checks go to; 0: the server's own
    std::string cookie = {};  ///< by which clients stay with it
    bool operator==(const Server&) const = default;
  };
  std::string worker;  ///< identity of the serving process (pid, start)
  std::vector<Server> servers;
  std::string algorithm = {};      ///< how the pool's servers are chosen; "" where it is not told
  std::string configuration = {};  ///< mark of the text that the worker was started with, as the
                                   ///< worker itself tells it; "" where none can
  /// How many it takes at most, by what: "connections of the process", "sessions a second of
  /// fe_login". What has no limit is not told.
  std::map<std::string, int> limits = {};
  bool all_up() const;
};
/// Differences in weights, states, addresses, limits, checks, cookies, the algorithm and the
/// configuration's mark; one sentence each. The worker may differ.
std::vector<std::string> differences(const LiveState& before, const LiveState& now);

/// What some balancers offer to operators: the running worker changes, and no file.
class RuntimeApi {
 public:
  virtual ~RuntimeApi() = default;
  /// Gives these commands, all to one worker: the instant at which they were given. Error: one was
  /// refused, with what the balancer said.
  virtual Result<Instant> command(Part&, const std::vector<std::string>& commands,
                                  Duration limit) const = 0;
};

class Balancer {
 public:
  virtual ~Balancer() = default;
  /// Null: it has none.
  virtual const RuntimeApi* runtime_api() const { return nullptr; }
  /// The text of the user's configuration. Errors: at `named_at`.
  virtual Result<std::string> read(const fs::path&, const Position& named_at) const = 0;
  /// Errors: not parsable, or no such pool (nearest names), or a pool without servers.
  virtual Checked<std::unique_ptr<Config>> parse(std::string text, const std::string& file,
                                                 const std::string& pool) const = 0;
  /// Edits that make the user's file run here; the result parses again.
  virtual Result<Wired> wire(const Config&, const Wiring&) const = 0;
  /// The balancer's own check of a configuration text, with the files that it names and the
  /// arguments that it will run with.
  /// `file` and `as_written` are how the user knows it. Usage errors: one a complaint, with its
  /// line and the column in what the user wrote.
  virtual Checked<void> check(const std::string& text, const std::string& file,
                              const std::string& as_written, const PartFiles& files = {}) const = 0;
  /// How to start it: program, arguments, its files (with those that the text names) and ports.
  virtual PartSpec part(const std::string& text, const Wiring&,
                        const PartFiles& files = {}) const = 0;
  /// Waits until the pool is ready; `go_on` is asked all the time.
  virtual Result<void> ready(Part&, Duration limit, const GoOn& go_on = {}) const = 0;
  /// Swaps the configuration and returns when the new one serves: the instant at which it was asked
  /// to reload, with the new file in its place.
  virtual Result<Instant> reload(Part&, const std::string& text, Duration limit,
                                 const GoOn& go_on = {}) const = 0;
  /// The same of a configuration that it is to refuse: returns when it has, and what ran before
  /// serves on. Error: it took it.
  virtual Result<Instant> reload_refused(Part&, const std::string& text, Duration limit,
                                         const GoOn& go_on = {}) const = 0;
  virtual Result<LiveState> live(Part&, Duration limit) const = 0;
  /// The secrets of a configuration, and a copy for people in which they do not stand. A text that
  /// cannot be parsed has none.
  virtual Secrets secrets(const std::string& text) const = 0;
  virtual std::string without_secrets(const std::string& text) const = 0;
};

/// The adapter of that kind; `program` {}: the one that is installed here. Errors: unknown kind,
/// program missing.
Result<std::unique_ptr<Balancer>> make_balancer(const std::string& kind, const std::string& pool,
                                                Tool program,
                                                const std::vector<std::string>& more_args);

}  // namespace misfire
