// From the user's files to a plan and everything that is needed to run it. Pure but for reading
// files and asking the real programs whether they accept what was rendered.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>

#include "balancer/balancer.hpp"
#include "base/error.hpp"
#include "base/secrets.hpp"
#include "fault/misconfiguration.hpp"
#include "load/users.hpp"
#include "monitor/render.hpp"
#include "plan/plan.hpp"
#include "run/programs.hpp"
#include "scenario/written_page.hpp"

namespace misfire {

struct RunOptions {
  fs::path scenario;
  fs::path system;  ///< empty: the fixtures' default system
  double speed = 1;
  bool auto_speed = false;  ///< the highest honest one instead
  std::uint64_t seed = 1;
  int phase = 0;       ///< at which moments Prometheus scrapes and evaluates
  std::string engine;  ///< empty: the system file's
  fs::path reports = "reports";
  bool whole = false;  ///< no phase ends before its time: slower rules can be tried on it later
  std::vector<FaultSpec> alert_faults = {};  ///< besides those of the scenario
};

/// What the user wrote, read and checked by itself.
struct Inputs {
  RunOptions options;
  Scenario scenario;
  System system;
  std::vector<WrittenPage> written_pages;  ///< as the system file has them
  Programs programs;
  std::unique_ptr<Balancer> balancer;
  std::unique_ptr<Config> config;            ///< the user's balancer configuration
  std::shared_ptr<const UserList> accounts;  ///< the user's own; null: those of the seed
  Secrets secrets;        ///< of all of these files: hidden in whatever is written
  std::string why_speed;  ///< of one that was chosen for the user
};
Checked<Inputs> read_inputs(const RunOptions&);

/// As much of the inputs as could be read, with everything that is wrong. What could not be read is
/// as if nothing had been written.
struct InputsDraft {
  Inputs in;
  bool system = false;        ///< its paths, at least, are known
  bool sound_system = false;  ///< without a mistake of its own
  Errors errors;              ///< none: `in` is whole
};
InputsDraft draft_inputs(const RunOptions&);

/// Where each part will listen.
using AddressOf = std::function<Endpoint(const std::string& part, int port)>;

/// Inputs bound to addresses.
struct Prepared {
  Plan plan;
  Wiring wiring;
  RenderedPrometheus prometheus;
  RenderedAlertmanager alertmanager;
  RenderedBlackbox blackbox;
  RenderedMtail mtail;
  /// What of the monitoring's files would run without the alert-side faults; none without those.
  struct AsWritten {
    FileSet prometheus, alertmanager;
  };
  std::optional<AsWritten> as_written;
  std::string status_path;           ///< where nginx's exporter finds stub_status
  std::string original;              ///< the balancer's configuration as it runs unharmed
  PartFiles files;                   ///< that it names
  std::vector<SpeedCap> speed_caps;  ///< what would rather run slower
  std::vector<std::string> notes;    ///< what may be a mistake; the plan's limits have it as well
};
Checked<Prepared> prepare(const Inputs&, const AddressOf&);
/// The same at another speed than that of the options.
Checked<Prepared> prepare(const Inputs&, const AddressOf&, double speed);

/// A configuration as it runs here.
struct Running {
  std::string text;
  PartFiles files;   ///< that it names
  std::string mark;  ///< of the text before it was wired, which the balancer may tell
};
/// The running configuration while these faults are active: fold(active edits, original), wired.
/// What is changed at run time stands in no file.
Result<Running> configuration_with(const Inputs&, const Prepared&,
                                   const std::set<std::string>& active_faults);

/// What the balancer is told at run time for a fault that is injected so; `original` is the
/// configuration as it runs unharmed.
Result<RuntimeChange> runtime_change(const Inputs&, const std::string& original,
                                     const PlannedFault&);

/// A text of the balancer's configuration, or a difference, without secrets: for people.
std::string for_people(const Inputs&, const std::string& configuration);

/// Asks the balancer, promtool, amtool and the exporters whether they accept everything that
/// would be run.
Checked<void> check_with_programs(const Inputs&, const Prepared&);

/// What can be said about each file that the system names when something else keeps it all from
/// being bound together.
Errors check_files_alone(const InputsDraft&, bool ask_programs);

}  // namespace misfire
