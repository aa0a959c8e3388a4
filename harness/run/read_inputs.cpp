#include <algorithm>

#include "base/gather.hpp"
#include "monitor/monitoring_secrets.hpp"
#include "plan/bind.hpp"
#include "run/check_inputs.hpp"
#include "run/honest_speed.hpp"
#include "run/locations.hpp"
#include "run/own_backend.hpp"
#include "run/prepare.hpp"
#include "run/system_secrets.hpp"
#include "scenario/parse.hpp"

namespace misfire {
namespace {

/// Keys that the user's file leaves out are the default system's.
SystemDraft draft_system_or_default(const fs::path& own) {
  const auto file = default_system_file();
  if (!file) return own.empty() ? SystemDraft{std::nullopt, {file.error()}} : draft_system(own);
  SystemDraft standard = draft_system(*file);
  const bool sound = standard.system && standard.mistakes.empty();
  return !sound || own.empty() ? std::move(standard) : draft_system(own, *standard.system);
}

/// The user's balancer configuration, parsed. A pool that is not in it is a mistake of the system
/// file, where the pool is named.
Checked<std::unique_ptr<Config>> read_config(Inputs& in) {
  const BalancerSpec& spec = in.system.balancer;
  auto text = in.balancer->read(spec.config, spec.config_where);
  if (!text) return tl::unexpected(Errors{text.error()});
  in.secrets.add(in.balancer->secrets(*text));
  auto config = in.balancer->parse(std::move(*text), spec.config.string(), spec.pool);
  if (config) in.secrets.add(in.balancer->secrets((*config)->text()));  // of what it includes, too
  if (!config) {
    for (Error& error : config.error()) {
      if (error.where && error.where->line == 0) error.where = spec.pool_where;
    }
  }
  return config;
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

/// What it says may quote the secrets that it has found.
InputsDraft draft_openly(const RunOptions& options) {
  InputsDraft draft;
  Inputs& in = draft.in;
  Errors& errors = draft.errors;
  in.options = options;
  add(errors, check_options(options));
  ScenarioDraft scenario = draft_scenario(options.scenario, catalogue());
  add(errors, std::move(scenario.mistakes));
  if (scenario.scenario) in.scenario = std::move(*scenario.scenario);
  in.scenario.alert_faults.insert(in.scenario.alert_faults.end(), options.alert_faults.begin(),
                                  options.alert_faults.end());
  SystemDraft system = draft_system_or_default(options.system);
  draft.system = system.system.has_value();
  draft.sound_system = draft.system && system.mistakes.empty();
  add(errors, std::move(system.mistakes));
  if (!draft.system) return draft;
  in.system = std::move(*system.system);
  in.written_pages = std::move(system.pages);
  expect_tested(system.tested, in.scenario);
  if (draft.sound_system) add(errors, check_teams(in.scenario, in.system));
  in.secrets = monitoring_secrets(in.system);
  in.secrets.add(system_secrets(in.system));
  if (std::find(kEngines.begin(), kEngines.end(), options.engine) != kEngines.end()) {
    in.system.engine = options.engine;
  }
  add(errors, check_own_backend(in.system));
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

}  // namespace misfire
