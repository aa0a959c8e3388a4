#include "run/prepare.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "monitor/check_alertmanager.hpp"
#include "monitor/check_prometheus.hpp"
#include "monitor/monitoring_secrets.hpp"
#include "plan/bind.hpp"
#include "run/locations.hpp"
#include "run/ports.hpp"
#include "scenario/parse.hpp"

namespace misfire {
namespace {

constexpr double kFastest = 600;  // beyond it every scrape interval in use is below its floor

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
Checked<System> read_system_or_default(const fs::path& own) {
  const auto file = default_system_file();
  if (!file) {
    if (own.empty()) return tl::unexpected(Errors{file.error()});
    return read_system(own);
  }
  auto standard = read_system(*file);
  return !standard || own.empty() ? standard : read_system(own, *standard);
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
    if (fault.runtime) {
      errors.push_back(
          Error{ErrorCode::usage,
                fmt::format("the fault \"{}\" cannot be injected at run time", fault.id),
                "leave out via, or write via = \"reload\"", fault.where});
    }
    if (find_misconfiguration(in.system.balancer.kind, fault.inject) == nullptr) {
      errors.push_back(
          Error{ErrorCode::usage,
                fmt::format("{} has no fault \"{}\"", in.system.balancer.kind, fault.inject),
                "misfire faults lists them", fault.where});
    }
  }
  return errors;
}

Wiring wiring_of(const Inputs& in, const AddressOf& address) {
  Wiring wiring;
  wiring.speed = in.options.speed;
  wiring.address = address("balancer", ports::kEntry).host;
  wiring.entry_port = ports::kEntry;
  wiring.metrics_port = ports::kBalancerMetrics;
  wiring.runtime_port = ports::kRuntimeApi;
  wiring.master_port = ports::kMasterCli;
  wiring.spare_port = ports::kFirstSpare;
  for (std::size_t i = 0; i < in.config->pool().size(); ++i) {
    wiring.backends.push_back(
        address(in.config->pool()[i].name, ports::kFirstBackend + static_cast<int>(i)));
  }
  return wiring;
}

MonitoringAddresses monitoring_addresses(const Wiring& wiring, const AddressOf& address) {
  MonitoringAddresses at;
  at.balancer_metrics = address("balancer", ports::kBalancerMetrics);
  at.backends = wiring.backends;
  at.entry = address("balancer", ports::kEntry);
  at.blackbox = address("blackbox", ports::kBlackbox);
  at.prometheus = address("prometheus", ports::kPrometheus);
  at.alertmanager = address("alertmanager", ports::kAlertmanager);
  at.sink = address("sink", ports::kSink);
  at.sink_smtp = address("sink", ports::kSinkSmtp);
  return at;
}

/// The edits of these faults together. They refer to the original text, so that faults may end in
/// any order; edits that overlap are a conflict and are refused.
Result<Edits> edits_of(const Inputs& in, const std::vector<PlannedFault>& faults,
                       const std::set<std::string>& active) {
  Edits all;
  for (const PlannedFault& fault : faults) {
    if (active.count(fault.id) == 0) continue;
    const Misconfiguration* known = find_misconfiguration(in.system.balancer.kind, fault.name);
    auto edits = known->edit(*in.config, fault.params);
    if (!edits) {
      edits.error().message = fmt::format("the fault \"{}\": {}", fault.id, edits.error().message);
      return tl::unexpected(edits.error());
    }
    all.insert(all.end(), edits->begin(), edits->end());
  }
  return all;
}

Result<std::string> wired(const Inputs& in, const Wiring& wiring, const Edits& edits) {
  auto text = misfire::apply(in.config->text(), edits);
  if (!text) return tl::unexpected(text.error());
  auto config = in.balancer->parse(std::move(*text), in.system.balancer.config.string(),
                                   in.system.balancer.pool);
  if (!config) return tl::unexpected(config.error().front());
  auto result = in.balancer->wire(**config, wiring);
  if (!result) return tl::unexpected(result.error());
  return std::move(result->text);
}

/// Writes each fault's diff into the plan and proves that all faults fold together.
Errors fold_faults(const Inputs& in, const Wiring& wiring, Plan& plan) {
  Errors errors;
  std::set<std::string> all;
  for (PlannedFault& fault : plan.faults) {
    all.insert(fault.id);
    auto edits = edits_of(in, plan.faults, {fault.id});
    auto text =
        edits.and_then([&](const Edits& e) { return misfire::apply(in.config->text(), e); });
    if (!text) {
      errors.push_back(text.error());
      continue;
    }
    fault.change = unified_diff(for_people(in, in.config->text()), for_people(in, *text),
                                in.system.balancer.config.filename().string());
  }
  if (errors.empty() && !all.empty()) {
    auto edits = edits_of(in, plan.faults, all);
    auto text = edits.and_then([&](const Edits& e) { return wired(in, wiring, e); });
    if (!text) {
      text.error().message =
          "the faults of this scenario cannot be active together: " + text.error().message;
      errors.push_back(text.error());
    }
  }
  return errors;
}

}  // namespace

namespace {

/// `in` keeps what was read when there were mistakes: they are told without the secrets in it.
Errors read_openly(const RunOptions& options, Inputs& in) {
  Errors errors;
  in.options = options;
  if (!(options.speed >= 1 && options.speed <= kFastest)) {
    errors.push_back(
        Error{ErrorCode::usage,
              fmt::format("--speed {} is not between 1 and {}", options.speed, kFastest),
              "30 suits 15 s scrapes",
              {}});
    return errors;
  }
  auto scenario = take(errors, read_scenario(options.scenario, catalogue()));
  auto system = take(errors, read_system_or_default(options.system));
  if (!scenario || !system) return errors;
  in.scenario = std::move(*scenario);
  in.system = std::move(*system);
  in.secrets = monitoring_secrets(in.system);
  if (!options.engine.empty()) in.system.engine = options.engine;
  if (in.system.engine != "process") {
    errors.push_back(Error{ErrorCode::usage,
                           fmt::format("unknown engine \"{}\"", in.system.engine),
                           "known: process",
                           {}});
  }

  auto programs = take(errors, find_programs(in.system));
  if (!programs) return errors;
  in.programs = std::move(*programs);
  auto balancer =
      take(errors, make_balancer(in.system.balancer.kind, in.system.balancer.pool,
                                 in.programs.path("haproxy"), in.programs.args("haproxy")));
  auto text = take(errors, read_file(in.system.balancer.config));
  if (!balancer || !text) return errors;
  in.balancer = std::move(*balancer);
  in.secrets.add(in.balancer->secrets(*text));
  auto config =
      take(errors, in.balancer->parse(std::move(*text), in.system.balancer.config.string(),
                                      in.system.balancer.pool));
  if (!config) return errors;
  in.config = std::move(*config);
  add(errors, check_against_pool(in));
  add(errors, check_teams(in.scenario, in.system));
  return errors;
}

}  // namespace

Checked<Inputs> read_inputs(const RunOptions& options) {
  Inputs in;
  Errors errors = read_openly(options, in);
  if (!errors.empty()) return tl::unexpected(in.secrets.hide(std::move(errors)));
  return in;
}

namespace {

Checked<Prepared> prepare_openly(const Inputs& in, const AddressOf& address) {
  Errors errors;
  Prepared out;
  out.wiring = wiring_of(in, address);
  const MonitoringAddresses at = monitoring_addresses(out.wiring, address);

  auto wired_config = take(errors, in.balancer->wire(*in.config, out.wiring));
  auto load = take(errors, plan_load(in.scenario, in.system));
  auto faults = take(errors, plan_faults(in.scenario, catalogue()));
  auto prometheus = take(
      errors, render_prometheus(in.system, at, in.options.speed, in.scenario.timeline.baseline));
  auto alertmanager =
      take(errors, render_alertmanager(in.system, at, in.options.speed, in.scenario.timeline.at));
  auto blackbox = take(errors, render_blackbox(in.system, in.options.speed));
  if (!errors.empty()) return tl::unexpected(errors);
  out.original = std::move(wired_config->text);
  out.prometheus = std::move(*prometheus);
  out.alertmanager = std::move(*alertmanager);
  out.blackbox = std::move(*blackbox);

  Plan& plan = out.plan;
  plan.scenario = in.scenario;
  plan.speed = in.options.speed;
  plan.seed = in.options.seed;
  plan.engine = in.system.engine;
  plan.balancer = in.system.balancer.kind;
  plan.pool = in.system.balancer.pool;
  for (const PoolServer& server : in.config->pool()) plan.servers.push_back(server.name);
  plan.load = *load;
  plan.faults = std::move(*faults);
  add(errors, fold_faults(in, out.wiring, plan));

  MonitoringFacts& facts = plan.monitoring;
  facts.scrape_interval = out.prometheus.scrape_interval;
  facts.rules = out.prometheus.rules;
  facts.receivers = out.alertmanager.receivers;
  facts.longest_group_wait = out.alertmanager.longest_group_wait;
  facts.longest_group_interval = out.alertmanager.longest_group_interval;
  facts.teams = in.system.teams;
  facts.components = in.system.components;
  facts.pages = in.system.monitoring.pages;
  facts.ignore = in.system.monitoring.ignore;
  add(errors, check_components(in.scenario, facts));
  for (const auto* changes : {&wired_config->changes, &out.prometheus.changes,
                              &out.alertmanager.changes, &out.blackbox.changes}) {
    plan.changes.insert(plan.changes.end(), changes->begin(), changes->end());
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
  auto prepared = prepare_openly(in, address);
  if (!prepared) return tl::unexpected(in.secrets.hide(std::move(prepared.error())));
  for (auto* sentences : {&prepared->plan.changes, &prepared->plan.limits}) {
    for (std::string& sentence : *sentences) sentence = in.secrets.hide(std::move(sentence));
  }
  return prepared;
}

std::string for_people(const Inputs& in, const std::string& configuration) {
  return in.secrets.hide(in.balancer->without_secrets(configuration));
}

Result<std::string> configuration_with(const Inputs& in, const Prepared& prepared,
                                       const std::set<std::string>& active_faults) {
  auto edits = edits_of(in, prepared.plan.faults, active_faults);
  if (!edits) return tl::unexpected(edits.error());
  return wired(in, prepared.wiring, *edits);
}

Checked<void> check_with_programs(const Inputs& in, const Prepared& prepared) {
  Errors errors;
  const auto keep = [&](Result<void> result) {
    if (!result) errors.push_back(result.error());
  };
  const std::string file = in.system.balancer.config.string();
  // At speed 1 no timer is written out, so that HAProxy's complaints have the user's line numbers.
  Wiring unscaled = prepared.wiring;
  unscaled.speed = 1;
  for (const Wiring& wiring : {unscaled, prepared.wiring}) {
    if (!errors.empty()) break;
    auto text = wired(in, wiring, {});
    keep(text.and_then([&](const std::string& t) { return in.balancer->check(t, file); }));
  }
  if (errors.empty()) {  // a file that is broken to begin with need not be reported again
    for (const PlannedFault& fault : prepared.plan.faults) {
      auto text = configuration_with(in, prepared, {fault.id});
      keep(text.and_then([&](const std::string& t) { return in.balancer->check(t, file); }));
    }
  }
  keep(check_prometheus(prepared.prometheus.files, in.programs.path("promtool")));
  keep(check_alertmanager(prepared.alertmanager.files, in.programs.path("amtool")));
  if (!errors.empty()) return tl::unexpected(in.secrets.hide(std::move(errors)));
  return {};
}

}  // namespace misfire
