#include "run/prepare.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/nearest.hpp"
#include "fault/stressor.hpp"
#include "monitor/check_files.hpp"
#include "monitor/monitoring_secrets.hpp"
#include "monitor/mute_times.hpp"
#include "plan/bind.hpp"
#include "run/alert_faults.hpp"
#include "run/exporters.hpp"
#include "run/fold_faults.hpp"
#include "run/honest_speed.hpp"
#include "run/locations.hpp"
#include "run/metrics_sources.hpp"
#include "run/own_backend.hpp"
#include "run/ports.hpp"
#include "run/some_at_a_time.hpp"
#include "run/store_kind.hpp"
#include "scenario/parse.hpp"
#include "scenario/user_file.hpp"
#include "stack/address.hpp"

namespace misfire {
namespace {

constexpr double kFastestSpeed = 600;  // beyond it every scrape interval in use is below its floor

void add(Errors& to, Errors from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

template <class T>
std::optional<T> take(Errors& errors, Checked<T> checked) {
  if (checked) return std::move(*checked);
  add(errors, std::move(checked.error()));
  return std::nullopt;
}

template <class T>
std::optional<T> take(Errors& errors, Result<T> result) {
  if (result) return std::move(*result);
  errors.push_back(std::move(result.error()));
  return std::nullopt;
}

/// Keys that the user's file leaves out are the default system's.
SystemDraft draft_system_or_default(const fs::path& own) {
  const auto file = default_system_file();
  if (!file) return own.empty() ? SystemDraft{std::nullopt, {file.error()}} : draft_system(own);
  SystemDraft standard = draft_system(*file);
  const bool sound = standard.system && standard.mistakes.empty();
  return !sound || own.empty() ? std::move(standard) : draft_system(own, *standard.system);
}

Errors check_options(const RunOptions& options) {
  Errors errors;
  const auto mistake = [&](std::string message, std::string hint) {
    errors.push_back(Error{ErrorCode::usage, std::move(message), std::move(hint), {}});
  };
  if (!(options.speed >= 1 && options.speed <= kFastestSpeed)) {  // so that NaN is refused as well
    mistake(fmt::format("--speed {} is not between 1 and {}", options.speed, kFastestSpeed),
            "30 suits 15 s scrapes");
  }
  if (!options.engine.empty() &&
      std::find(kEngines.begin(), kEngines.end(), options.engine) == kEngines.end()) {
    mistake(fmt::format("--engine: there is no engine \"{}\"", options.engine),
            suggestion(options.engine, kEngines));
  }
  return errors;
}

/// The user's balancer configuration, parsed. A pool that is not in it is a mistake of the system
/// file, where the pool is named.
Checked<std::unique_ptr<Config>> read_config(Inputs& in) {
  const BalancerSpec& spec = in.system.balancer;
  auto text = in.balancer->read(spec.config, spec.config_where);
  if (!text) return tl::unexpected(Errors{text.error()});
  in.secrets.add(in.balancer->secrets(*text));
  for (const auto& [name, value] : spec.environment) {
    if (names_a_secret(name)) in.secrets.add(value);
  }
  auto config = in.balancer->parse(std::move(*text), spec.config.string(), spec.pool);
  if (config) in.secrets.add(in.balancer->secrets((*config)->text()));  // of what it includes, too
  if (!config) {
    for (Error& error : config.error()) {
      if (error.where && error.where->line == 0) error.where = spec.pool_where;
    }
  }
  return config;
}

/// What the pool in the file and the system file must agree on, and what the adapter can do.
Errors check_against_pool(const Inputs& in) {
  Errors errors;
  const std::size_t servers = in.config->pool().size();
  if (servers != static_cast<std::size_t>(in.system.backends.count)) {
    errors.push_back(Error{ErrorCode::usage,
                           fmt::format("the pool \"{}\" has {} servers, but [backends] count is {}",
                                       in.system.balancer.pool, servers, in.system.backends.count),
                           "set [backends] count to the number of servers in the pool",
                           in.system.balancer.pool_where});
  }
  for (const FaultSpec& fault : in.scenario.faults) {
    if (fault.runtime && find_stressor(fault.inject) != nullptr) {
      errors.push_back(Error{ErrorCode::usage,
                             fmt::format("the fault \"{}\" is not injected into the balancer: {} "
                                         "troubles the backends or the load",
                                         fault.id, fault.inject),
                             "leave out via", fault.via_where});
    }
    const auto* known = find_misconfiguration(in.system.balancer.kind, fault.inject);
    if (!fault.runtime || known == nullptr) continue;
    if (!why_unsupported(in.system.balancer.kind, fault.inject, fault.params).empty()) continue;
    if (in.balancer->runtime_api() != nullptr && known->runtime != nullptr) continue;
    errors.push_back(
        Error{ErrorCode::usage,
              fmt::format("the fault \"{}\" cannot be injected at run time: {} takes {} from its "
                          "configuration only",
                          fault.id, in.system.balancer.kind, fault.inject),
              "leave out via, or write via = \"reload\"", fault.via_where});
  }
  return errors;
}

/// Times its declared service time that a login takes at most under the scenario's faults. The
/// balancer's timeouts must leave it that at every speed, or a slow server would be another fault.
double slowest(const Scenario& scenario) {
  double factor = 1;
  for (const FaultSpec& fault : scenario.faults) {
    const Stressor* kind = find_stressor(fault.inject);
    if (kind == nullptr || kind->service_factor == nullptr) continue;
    Args args = fault.params;
    for (const ParamSpec& param : kind->doc.params) {
      if (param.fallback) args.emplace(param.name, *param.fallback);
    }
    factor = std::max(factor, kind->service_factor(args));
  }
  return factor;
}

/// The user's own list, as far as the scenario's users go. Their passwords are secrets from now on.
void read_accounts(Inputs& in, Errors& errors) {
  if (in.system.login.users.empty()) return;
  auto accounts = take(errors, read_users(in.system.login.users, in.system.login.users_where));
  if (!accounts) return;
  const auto most = static_cast<std::size_t>(std::max(in.scenario.load.users, 1));
  if (accounts->size() > most) accounts->resize(most);
  for (const Credentials& account : *accounts) in.secrets.add(account.password);
  in.accounts = std::make_shared<const UserList>(std::move(*accounts));
}

void add_secrets_of_login(Inputs& in) {
  const auto look = [&](const std::map<std::string, std::string>& values) {
    for (const auto& [name, value] : values) {
      if (names_a_secret(name)) in.secrets.add(value);
    }
  };
  look(in.system.login.headers);
  if (in.system.backends.own) look(in.system.backends.own->environment);
}

/// The faults, as they are about this system's logins.
Catalogue catalogue_for(const System& system) {
  Catalogue known = catalogue();
  const std::string path = path_alone(system.login.path);
  for (FaultDoc& doc : known) {
    for (ParamSpec& param : doc.params) {
      if (doc.name == "path-typo" && param.name == "path") param.fallback = path;
    }
  }
  return known;
}

Wiring wiring_of(const Inputs& in, const AddressOf& address, double speed) {
  Wiring wiring;
  wiring.speed = speed;
  wiring.capacity = in.system.backends.capacity;
  ModelDuration& service = wiring.capacity.service_time;
  service = model_seconds(service.seconds() * slowest(in.scenario));
  wiring.address = address("balancer", ports::kEntry).host;
  wiring.entry_port = ports::kEntry;
  wiring.metrics_port = ports::kBalancerMetrics;
  wiring.runtime_port = ports::kRuntimeApi;
  wiring.master_port = ports::kMasterCli;
  wiring.spare_port = ports::kFirstSpare;
  wiring.pool = in.config->pool();
  wiring.original = in.config.get();
  wiring.other_service = address("prometheus", ports::kPrometheus);
  wiring.environment = in.system.balancer.environment;
  wiring.scripts = in.system.balancer.scripts;
  if (!in.system.backends.own) wiring.check_path = "/healthz";  // authd's
  for (std::size_t i = 0; i < in.config->pool().size(); ++i) {
    wiring.backends.push_back(
        address(in.config->pool()[i].name, backend_ports(in.system, i).logins));
  }
  wiring.login_host = in.system.login.host;
  wiring.login_path = in.system.login.path;
  if (in.system.login.backend.empty()) wiring.tell_backend = kToldHeader;
  return wiring;
}

MonitoringAddresses monitoring_addresses(const System& system, const Wiring& wiring,
                                         const AddressOf& address) {
  MonitoringAddresses at;
  at.balancer_metrics = scrapes_exporter(system) ? address("nginx-exporter", ports::kNginxExporter)
                                                 : address("balancer", ports::kBalancerMetrics);
  if (!system.monitoring.mtail.empty()) at.balancer_log = address("mtail", ports::kMtail);
  at.backends = wiring.backends;
  for (std::size_t i = 0; i < at.backends.size(); ++i) {
    at.backends[i].port = backend_ports(system, i).metrics;
  }
  if (scrapes_store(system)) at.store = address("postgres-exporter", ports::kStoreExporter);
  at.entry = address("balancer", ports::kEntry);
  at.blackbox = address("blackbox", ports::kBlackbox);
  at.prometheus = address("prometheus", ports::kPrometheus);
  at.alertmanager = address("alertmanager", ports::kAlertmanager);
  at.sink = address("sink", ports::kSink);
  at.sink_smtp = address("sink", ports::kSinkSmtp);
  for (const PoolServer& server : wiring.pool) {
    std::string name = fmt::format("{}:{}", server.address, server.port);
    // A socket has no port, and servers of a template share one name.
    const bool known = std::find(at.servers.begin(), at.servers.end(), name) != at.servers.end();
    if (server.port == 0 || known) name = server.name;
    at.servers.push_back(std::move(name));
  }
  return at;
}

/// What it says may quote the secrets that it has found.
InputsDraft draft_openly(const RunOptions& options) {
  InputsDraft draft;
  Inputs& in = draft.in;
  Errors& errors = draft.errors;
  in.options = options;
  add(errors, check_options(options));
  auto scenario = take(errors, read_scenario(options.scenario, catalogue()));
  if (scenario) in.scenario = std::move(*scenario);
  in.scenario.alert_faults.insert(in.scenario.alert_faults.end(), options.alert_faults.begin(),
                                  options.alert_faults.end());
  SystemDraft system = draft_system_or_default(options.system);
  draft.system = system.system.has_value();
  draft.sound_system = draft.system && system.mistakes.empty();
  add(errors, std::move(system.mistakes));
  if (!draft.system) return draft;
  in.system = std::move(*system.system);
  expect_tested(system.tested, in.scenario);
  in.secrets = monitoring_secrets(in.system);
  if (std::find(kEngines.begin(), kEngines.end(), options.engine) != kEngines.end()) {
    in.system.engine = options.engine;
  }
  add(errors, check_own_backend(in.system));
  add_secrets_of_login(in);
  read_accounts(in, errors);
  in.programs = find_programs(in.system, errors);
  const std::string& kind = in.system.balancer.kind;
  if (!in.programs.has(kind) || in.system.balancer.config.empty()) return draft;
  auto balancer = take(errors, make_balancer(kind, in.system.balancer.pool, in.programs.tool(kind),
                                             in.programs.args(kind)));
  if (!balancer) return draft;
  in.balancer = std::move(*balancer);
  auto config = take(errors, read_config(in));
  if (!config) return draft;
  in.config = std::move(*config);
  if (draft.sound_system) add(errors, check_against_pool(in));
  if (draft.sound_system) add(errors, check_teams(in.scenario, in.system));
  if (options.auto_speed && errors.empty()) {
    if (auto speed = take(errors, honest_speed(in))) {
      in.options.speed = speed->at_most;
      in.why_speed = std::move(speed->why);
    }
  }
  return draft;
}

}  // namespace

InputsDraft draft_inputs(const RunOptions& options) {
  InputsDraft draft = draft_openly(options);
  draft.errors = draft.in.secrets.hide(std::move(draft.errors));
  return draft;
}

Checked<Inputs> read_inputs(const RunOptions& options) {
  InputsDraft draft = draft_inputs(options);
  if (!draft.errors.empty()) return tl::unexpected(std::move(draft.errors));
  return std::move(draft.in);
}

namespace {

Checked<Prepared> prepare_openly(const Inputs& in, const AddressOf& address, double speed) {
  Errors errors;
  Prepared out;
  out.wiring = wiring_of(in, address, speed);
  const MonitoringAddresses at = monitoring_addresses(in.system, out.wiring, address);

  if (const auto at_time = scenario_instant(in.scenario.timeline.at); !at_time) {
    errors.push_back(at_time.error());
    if (!errors.back().where) errors.back().where = in.scenario.timeline.at_where;
  }
  auto wired_config = take(errors, in.balancer->wire(*in.config, out.wiring));
  if (wired_config) add(errors, check_metrics_sources(in, out.wiring, *wired_config));
  auto load = take(errors, plan_load(in.scenario, in.system));
  auto faults = take(errors, plan_faults(in.scenario.faults, catalogue_for(in.system)));
  auto alert_faults = take(errors, plan_faults(in.scenario.alert_faults, catalogue_for(in.system)));
  const auto render_monitoring = [&](const MonitoringTrees* edited) {
    return std::pair(render_prometheus(in.system, at, speed, in.scenario.timeline.baseline,
                                       in.options.phase, edited),
                     render_alertmanager(in.system, at, speed, in.scenario.timeline.at,
                                         edited == nullptr ? nullptr : &edited->alertmanager));
  };
  auto [written, written_routing] = render_monitoring(nullptr);
  auto prometheus = take(errors, std::move(written));
  auto alertmanager = take(errors, std::move(written_routing));
  // What is wrong with the files themselves is told first, and once.
  if (prometheus && alertmanager && alert_faults && !alert_faults->empty()) {
    if (auto edited = take(errors, edit_monitoring(in, *alert_faults))) {
      out.as_written = {std::move(prometheus->files), std::move(alertmanager->files)};
      // The past of series that are there: a misspelt one has none.
      const auto windows = std::move(prometheus->long_windows);
      auto [rules, routing] = render_monitoring(edited->get());
      prometheus = take(errors, std::move(rules));
      if (prometheus) prometheus->long_windows = windows;
      alertmanager = take(errors, std::move(routing));
    }
  }
  auto blackbox = take(errors, render_blackbox(in.system, speed));
  auto mtail = take(errors, render_mtail(in.system, speed));
  // What needs all of them is told in the same breath as far as it can be known.
  if (alertmanager) {
    add(errors, check_receivers(in.scenario, in.system, alertmanager->receivers));
  }
  if (prometheus && !errors.empty()) {
    MonitoringFacts facts;
    facts.rules = prometheus->rules;
    facts.components = in.system.components;
    add(errors, check_components(in.scenario, facts));
  }
  if (!errors.empty()) return tl::unexpected(errors);
  out.original = std::move(wired_config->text);
  out.files = std::move(wired_config->files);
  out.prometheus = std::move(*prometheus);
  out.alertmanager = std::move(*alertmanager);
  out.blackbox = std::move(*blackbox);
  out.mtail = std::move(*mtail);
  out.status_path = wired_config->status_path;

  Plan& plan = out.plan;
  plan.scenario = in.scenario;
  plan.speed = speed;
  plan.seed = in.options.seed;
  plan.engine = in.system.engine;
  plan.balancer = in.system.balancer.kind;
  plan.pool = in.system.balancer.pool;
  for (const PoolServer& server : in.config->pool()) plan.servers.push_back(server.name);
  plan.load = *load;
  if (in.accounts && in.accounts->size() < static_cast<std::size_t>(plan.load.users)) {
    plan.changes.push_back(fmt::format("{} users log in, and not {}: {} has no more",
                                       in.accounts->size(), plan.load.users,
                                       in.system.login.users.filename().string()));
    plan.load.users = static_cast<int>(in.accounts->size());
  }
  plan.backends = backends_text(in.system);
  plan.login = login_text(in.system.login);
  plan.faults = std::move(*faults);
  plan.alert_faults = std::move(*alert_faults);
  plan.unsupported = unsupported(in, plan.faults);
  add(errors, fold_faults(in, out.wiring, out.original, plan));

  MonitoringFacts& facts = plan.monitoring;
  facts.scrape_interval = out.prometheus.scrape_interval;
  facts.left_out_jobs = out.prometheus.left_out_jobs;
  facts.notices = in.config->notices();
  facts.rules = out.prometheus.rules;
  facts.receivers = out.alertmanager.receivers;
  facts.empty_receivers = out.alertmanager.empty_receivers;
  facts.observers = out.alertmanager.observers;
  facts.longest_group_wait = out.alertmanager.longest_group_wait;
  facts.longest_group_interval = out.alertmanager.longest_group_interval;
  facts.routes = out.alertmanager.routes;
  facts.alerts_relabelled = out.prometheus.alerts_relabelled;
  facts.teams = in.system.teams;
  facts.components = in.system.components;
  facts.pages = in.system.monitoring.pages;
  facts.ignore = in.system.monitoring.ignore;
  facts.untested = in.system.monitoring.untested;
  add(errors, check_components(in.scenario, facts));
  for (const auto* changes :
       {&wired_config->changes, &out.prometheus.changes, &out.alertmanager.changes,
        &out.blackbox.changes, &out.mtail.changes}) {
    plan.changes.insert(plan.changes.end(), changes->begin(), changes->end());
  }
  for (const auto* caps : {&wired_config->speed_caps, &out.prometheus.speed_caps}) {
    out.speed_caps.insert(out.speed_caps.end(), caps->begin(), caps->end());
  }
  for (const auto* limits :
       {&wired_config->limits, &out.prometheus.limits, &out.alertmanager.limits}) {
    plan.limits.insert(plan.limits.end(), limits->begin(), limits->end());
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return out;
}

}  // namespace

Checked<Prepared> prepare(const Inputs& in, const AddressOf& address) {
  auto prepared = prepare(in, address, in.options.speed);
  if (prepared && !in.why_speed.empty()) {
    prepared->plan.changes.push_back(
        fmt::format("speed {:g} is the highest honest one: {}", in.options.speed, in.why_speed));
  }
  return prepared;
}

Checked<Prepared> prepare(const Inputs& in, const AddressOf& address, double speed) {
  auto prepared = prepare_openly(in, address, speed);
  if (!prepared) return tl::unexpected(in.secrets.hide(std::move(prepared.error())));
  for (std::string* text : {&prepared->plan.backends, &prepared->plan.login}) {
    *text = in.secrets.hide(std::move(*text));
  }
  for (auto* sentences : {&prepared->plan.changes, &prepared->plan.limits}) {
    for (std::string& sentence : *sentences) sentence = in.secrets.hide(std::move(sentence));
  }
  return prepared;
}

std::string for_people(const Inputs& in, const std::string& configuration) {
  return in.secrets.hide(in.balancer->without_secrets(configuration));
}

namespace {

/// Something that a program is asked about, and what it said.
struct Question {
  std::function<Checked<void>()> ask;
  std::vector<std::string> faults = {};  ///< whose edits it is about; none: the user's own file
  Errors errors = {};
};

/// The balancer must say something against it.
std::function<Checked<void>()> to_be_refused(std::function<Checked<void>()> ask) {
  return [ask = std::move(ask)]() -> Checked<void> {
    auto said = ask();
    if (said) {
      return tl::unexpected(Errors{
          Error{ErrorCode::usage, "the balancer takes the file that it was to refuse", "", {}}});
    }
    if (said.error().front().code == ErrorCode::usage) return {};
    return said;
  };
}

/// What the balancer says against an edit is no mistake of the user's file: the fault is named, and
/// where it is written.
Errors of_faults(Errors errors, const Scenario& scenario, const std::vector<std::string>& faults) {
  std::string names;
  for (const std::string& id : faults) names += (names.empty() ? "\"" : "\" and \"") + id;
  for (Error& error : errors) {
    if (error.code != ErrorCode::usage) continue;
    error.message = fmt::format("with the fault{} {}\": {}", faults.size() == 1 ? "" : "s", names,
                                error.message);
    error.where = where_of(scenario, faults.back());
  }
  return errors;
}

}  // namespace

Checked<void> check_with_programs(const Inputs& in, const Prepared& prepared) {
  // All at once: where tools run in containers, each takes its time.
  const auto check = [&](Result<Running> running) -> Question {
    return {[&in, running = std::move(running)]() -> Checked<void> {
      if (!running) return tl::unexpected(Errors{running.error()});
      return in.balancer->check(running->text, in.system.balancer.config.string(),
                                in.config->text(), running->files);
    }};
  };
  const auto ask = [&](auto approve, const auto& rendered, const char* tool) -> Question {
    return {[&in, &rendered, approve, tool] {
      return approve(rendered.files, in.programs.tool(tool), rendered.origins);
    }};
  };
  const auto check_with = [&](const std::vector<std::string>& active) {
    Question question = check(
        configuration_with(in, prepared, std::set<std::string>(active.begin(), active.end())));
    question.faults = active;
    const bool refused = std::any_of(active.begin(), active.end(), [&](const std::string& id) {
      const auto fault = std::find_if(prepared.plan.faults.begin(), prepared.plan.faults.end(),
                                      [&](const PlannedFault& one) { return one.id == id; });
      const auto* kind = find_misconfiguration(in.system.balancer.kind, fault->name);
      return kind != nullptr && kind->refused;
    });
    if (refused) question.ask = to_be_refused(std::move(question.ask));
    return question;
  };
  // At speed 1 no timer is written out, so that HAProxy's complaints have the user's line numbers.
  Wiring unscaled = prepared.wiring;
  unscaled.speed = 1;
  unscaled.tell_backend.clear();
  std::vector<std::vector<Question>> of_balancer(4);  // each counts if the former are fine
  of_balancer[0].push_back(check(wired(in, unscaled, in.config->text())));
  of_balancer[1].push_back(check(wired(in, prepared.wiring, in.config->text())));
  const auto& faults = prepared.plan.faults;
  if (prepared.plan.unsupported.empty()) {
    for (const PlannedFault& fault : faults) of_balancer[2].push_back(check_with({fault.id}));
    for (const auto& members : combinations(faults)) {
      std::vector<std::string> active;
      for (const std::size_t i : members) active.push_back(faults[i].id);
      of_balancer[3].push_back(check_with(active));
    }
  }
  std::vector<Question> of_monitoring;
  of_monitoring.push_back(ask(check_prometheus, prepared.prometheus, "promtool"));
  of_monitoring.push_back(ask(check_alertmanager, prepared.alertmanager, "amtool"));
  of_monitoring.push_back(ask(check_blackbox, prepared.blackbox, "blackbox_exporter"));
  if (in.programs.has("mtail")) {
    of_monitoring.push_back(ask(check_mtail, prepared.mtail, "mtail"));
  }

  std::vector<std::function<void()>> tasks;
  const auto put = [&](Question& question) {
    tasks.emplace_back([&question] {
      if (auto result = question.ask(); !result) question.errors = std::move(result.error());
    });
  };
  for (Question& question : of_monitoring) put(question);
  for (auto& questions : of_balancer) {
    for (Question& question : questions) put(question);
  }
  do_some_at_a_time(tasks, usual_width());

  Errors errors;
  // A file that is broken to begin with need not be reported again.
  for (auto& questions : of_balancer) {
    if (!errors.empty()) break;
    for (Question& question : questions) {
      add(errors, question.faults.empty()
                      ? std::move(question.errors)
                      : of_faults(std::move(question.errors), in.scenario, question.faults));
    }
  }
  for (Question& question : of_monitoring) add(errors, std::move(question.errors));
  // Complaints about the arguments of a program, not about a file.
  for (Error& error : errors) {
    const Position& named = in.programs.found.at(in.system.balancer.kind).where;
    if (!error.where && error.code == ErrorCode::usage && !named.file.empty()) error.where = named;
  }
  if (!errors.empty()) return tl::unexpected(in.secrets.hide(std::move(errors)));
  return {};
}

Errors check_files_alone(const InputsDraft& draft, bool ask_programs) {
  const Inputs& in = draft.in;
  System system = in.system;
  // What depends on a system file that has mistakes itself would only repeat them.
  if (!draft.sound_system) system.monitoring.jobs.clear();
  const double speed = in.options.speed >= 1 ? std::min(in.options.speed, kFastestSpeed) : 1;
  const AddressOf address = [](const std::string&, int port) { return nominal_address(port); };
  Errors errors;
  const auto keep = [&](Checked<void> result) {
    if (!result) add(errors, std::move(result.error()));
  };
  const auto tool = [&](const char* name) { return ask_programs && in.programs.has(name); };

  Wiring wiring;
  if (in.config) {
    wiring = wiring_of(in, address, 1);
    wiring.tell_backend.clear();  // a line of ours would move the user's
    auto running = take(errors, wired(in, wiring, in.config->text()));
    if (running && ask_programs) {
      keep(in.balancer->check(running->text, system.balancer.config.string(), in.config->text(),
                              running->files));
    }
  } else {
    for (int i = 0; i < system.backends.count; ++i) {
      wiring.backends.push_back(nominal_address(ports::kFirstBackend + i));
    }
  }
  const MonitoringAddresses at = monitoring_addresses(system, wiring, address);
  if (!system.monitoring.prometheus.empty()) {
    const auto rendered =
        take(errors, render_prometheus(system, at, speed, in.scenario.timeline.baseline));
    if (rendered && tool("promtool")) {
      keep(check_prometheus(rendered->files, in.programs.tool("promtool"), rendered->origins));
    }
  }
  if (!system.monitoring.alertmanager.empty()) {
    const auto rendered =
        take(errors, render_alertmanager(system, at, speed, in.scenario.timeline.at));
    if (rendered && draft.sound_system) {
      add(errors, check_receivers(in.scenario, system, rendered->receivers));
    }
    if (rendered && tool("amtool")) {
      keep(check_alertmanager(rendered->files, in.programs.tool("amtool"), rendered->origins));
    }
  }
  if (!system.monitoring.blackbox.empty()) {
    const auto rendered = take(errors, render_blackbox(system, speed));
    if (rendered && tool("blackbox_exporter")) {
      keep(check_blackbox(rendered->files, in.programs.tool("blackbox_exporter"),
                          rendered->origins));
    }
  }
  const auto rendered = take(errors, render_mtail(system, speed));
  if (rendered && tool("mtail")) {
    keep(check_mtail(rendered->files, in.programs.tool("mtail"), rendered->origins));
  }
  return errors;
}

}  // namespace misfire
