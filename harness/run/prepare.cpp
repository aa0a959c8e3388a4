#include "run/prepare.hpp"

#include <fmt/format.h>

#include <array>

#include "base/gather.hpp"
#include "monitor/mute_times.hpp"
#include "plan/bind.hpp"
#include "plan/check_names.hpp"
#include "run/alert_faults.hpp"
#include "run/early_alerts.hpp"
#include "run/fold_faults.hpp"
#include "run/metrics_sources.hpp"
#include "run/own_backend.hpp"
#include "run/wiring.hpp"

namespace misfire {
namespace {

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

Plan plan_without_faults(const Inputs& in, const PlannedLoad& load, double speed) {
  Plan plan;
  plan.scenario = in.scenario;
  plan.speed = speed;
  plan.seed = in.options.seed;
  plan.engine = in.system.engine;
  plan.balancer = in.system.balancer.kind;
  plan.pool = in.system.balancer.pool;
  for (const PoolServer& server : in.config->pool()) plan.servers.push_back(server.name);
  plan.load = load;
  if (in.accounts && in.accounts->size() < static_cast<std::size_t>(plan.load.users)) {
    plan.changes.push_back(fmt::format("{} users log in, and not {}: {} has no more",
                                       in.accounts->size(), plan.load.users,
                                       in.system.login.users.filename().string()));
    plan.load.users = static_cast<int>(in.accounts->size());
  }
  plan.backends = backends_text(in.system);
  plan.login = login_text(in.system.login);
  return plan;
}

MonitoringFacts facts_of(const Inputs& in, const RenderedPrometheus& prometheus,
                         const RenderedAlertmanager& alertmanager) {
  MonitoringFacts facts;
  facts.scrape_interval = prometheus.scrape_interval;
  facts.left_out_jobs = prometheus.left_out_jobs;
  facts.notices = in.config->notices();
  facts.rules = prometheus.rules;
  facts.receivers = alertmanager.receivers;
  facts.empty_receivers = alertmanager.empty_receivers;
  facts.observers = alertmanager.observers;
  facts.longest_group_wait = alertmanager.longest_group_wait;
  facts.longest_group_interval = alertmanager.longest_group_interval;
  facts.routes = alertmanager.routes;
  facts.alerts_relabelled = prometheus.alerts_relabelled;
  facts.teams = in.system.teams;
  facts.components = in.system.components;
  facts.pages = in.system.monitoring.pages;
  facts.ignore = in.system.monitoring.ignore;
  facts.untested = in.system.monitoring.untested;
  return facts;
}

/// Names that no rule has, of the rules as they were written: a fault may delete one.
std::vector<std::string> check_names(const Inputs& in, const RenderedPrometheus& prometheus,
                                     Errors& errors) {
  MonitoringFacts facts;
  facts.rules = prometheus.rules;
  facts.alerts_relabelled = prometheus.alerts_relabelled;
  facts.pages = in.system.monitoring.pages;
  std::vector<std::string> notes;
  for (NameCheck& check :
       std::array{check_pages(in.written_pages, facts), check_quiets(in.scenario, facts)}) {
    add(errors, std::move(check.mistakes));
    notes.insert(notes.end(), check.notes.begin(), check.notes.end());
  }
  return notes;
}

/// What it says may quote secrets.
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
  if (prometheus) out.notes = check_names(in, *prometheus, errors);
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

  out.plan = plan_without_faults(in, *load, speed);
  Plan& plan = out.plan;
  plan.faults = std::move(*faults);
  plan.alert_faults = std::move(*alert_faults);
  plan.unsupported = unsupported(in, plan);
  for (const PlannedFault& fault : plan.faults) {
    if (auto cap = speed_cap_of(fault, plan)) out.speed_caps.push_back(std::move(*cap));
  }
  add(errors, fold_faults(in, out.wiring, out.original, plan));

  plan.monitoring = facts_of(in, out.prometheus, out.alertmanager);
  add(errors, check_components(in.scenario, plan.monitoring));
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
  for (std::string& sentence : bound_to_fire(plan.monitoring, in.system)) {
    plan.limits.push_back(std::move(sentence));
  }
  plan.limits.insert(plan.limits.end(), out.notes.begin(), out.notes.end());
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
  for (auto* sentences : {&prepared->plan.changes, &prepared->plan.limits, &prepared->notes}) {
    for (std::string& sentence : *sentences) sentence = in.secrets.hide(std::move(sentence));
  }
  return prepared;
}

std::string for_people(const Inputs& in, const std::string& configuration) {
  return in.secrets.hide(in.balancer->without_secrets(configuration));
}

}  // namespace misfire
