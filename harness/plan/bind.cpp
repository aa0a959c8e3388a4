#include "plan/bind.hpp"

#include <fmt/format.h>

#include <set>

#include "base/nearest.hpp"

namespace misfire {
namespace {

constexpr Duration kPatience = std::chrono::seconds(5);  // what a user waits for a login
constexpr ModelDuration kDefaultLength = {std::chrono::minutes(10)};
constexpr double kMostLogins = 50'000;  // a second; the driver's bound

// What scenarios may always name: a rule that was deleted must fail the verdict, not the file, and
// a system without a database's alerts is quiet about its database.
constexpr const char* kCommonComponents[] = {"load-balancer", "auth", "database", "traffic",
                                             "monitoring"};

struct Named {
  std::string name;
  Position where;
};

Errors unknown(const std::vector<Named>& used, const std::vector<std::string>& known,
               const char* what, const char* where_to_define) {
  Errors errors;
  const std::set<std::string> defined(known.begin(), known.end());
  for (const Named& one : used) {
    if (defined.count(one.name) != 0) continue;
    errors.push_back(Error{ErrorCode::usage, fmt::format("unknown {} \"{}\"", what, one.name),
                           fmt::format("{} ({})", suggestion(one.name, known), where_to_define),
                           one.where});
  }
  return errors;
}

}  // namespace

Checked<PlannedLoad> plan_load(const Scenario& scenario, const System& system) {
  PlannedLoad load;
  load.users = scenario.load.users;
  load.patience = kPatience;
  load.per_second = scenario.load.per_second.value_or(scenario.load.capacity_share.value_or(0.67) *
                                                      system.backends.count *
                                                      system.backends.capacity.per_second());
  if (!(load.per_second > 0 && load.per_second <= kMostLogins)) {
    return tl::unexpected(Errors{Error{
        ErrorCode::usage,
        fmt::format("{:g} logins a second are not between 0 and {:g}", load.per_second,
                    kMostLogins),
        "lower [load] rate, or the capacity in the system file", Position{scenario.file, 0, 0}}});
  }
  return load;
}

Checked<std::vector<PlannedFault>> plan_faults(const std::vector<FaultSpec>& specs,
                                               const Catalogue& catalogue) {
  std::vector<PlannedFault> planned;
  Errors errors;
  for (const FaultSpec& spec : specs) {
    const FaultDoc* doc = find_fault(catalogue, spec.inject);
    if (doc == nullptr) {
      errors.push_back(Error{ErrorCode::usage, fmt::format("unknown fault \"{}\"", spec.inject),
                             "misfire faults lists them", spec.where});
      continue;
    }
    PlannedFault fault;
    fault.id = spec.id;
    fault.name = spec.inject;
    fault.params = spec.params;
    for (const ParamSpec& param : doc->params) {
      if (param.fallback) fault.params.emplace(param.name, *param.fallback);
    }
    fault.at = spec.at;
    fault.lasts = spec.lasts.value_or(kDefaultLength);
    fault.runtime = spec.runtime;
    planned.push_back(std::move(fault));
  }
  if (!errors.empty()) return tl::unexpected(errors);
  return planned;
}

namespace {

std::vector<Named> used_teams(const Scenario& scenario) {
  std::vector<Named> used;
  const auto use = [&](const std::optional<std::string>& team, const Position& where) {
    if (team) used.push_back({*team, where});
  };
  for (const ExpectAlert& alert : scenario.alerts) use(alert.team, alert.team_where);
  if (scenario.blame) use(scenario.blame->team, scenario.blame->team_where);
  for (const ExpectQuiet& quiet : scenario.quiet) use(quiet.team, quiet.team_where);
  return used;
}

}  // namespace

Errors check_receivers(const Scenario& scenario, const System& system,
                       const std::vector<std::string>& receivers) {
  std::set<std::string> used;
  for (const Named& team : used_teams(scenario)) used.insert(team.name);
  const std::set<std::string> defined(receivers.begin(), receivers.end());
  Errors errors;
  for (const auto& [team, names] : system.teams) {
    const auto places = system.receiver_where.find(team);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (defined.count(names[i]) != 0) continue;
      const bool placed = places != system.receiver_where.end() && i < places->second.size();
      const Position where = placed ? places->second[i] : Position{system.file};
      if (where.file != system.file && used.count(team) == 0) continue;  // a default of no interest
      errors.push_back(
          Error{ErrorCode::usage,
                fmt::format("the team \"{}\" has the receiver \"{}\", which {} does not define",
                            team, names[i], system.monitoring.alertmanager.string()),
                fmt::format("{} ([teams] of the system file says who receives)",
                            suggestion(names[i], receivers)),
                where});
    }
  }
  return errors;
}

Errors check_teams(const Scenario& scenario, const System& system) {
  const std::vector<Named> used = used_teams(scenario);
  std::vector<std::string> known;
  for (const auto& [team, receivers] : system.teams) known.push_back(team);
  return unknown(used, known, "team", "[teams] of the system file defines them");
}

Errors check_components(const Scenario& scenario, const MonitoringFacts& facts) {
  std::vector<Named> used;
  if (scenario.blame && !scenario.blame->component.empty()) {  // one that is missing is told
    used.push_back({scenario.blame->component, scenario.blame->component_where});
  }
  for (const ExpectQuiet& quiet : scenario.quiet) {
    if (quiet.component) used.push_back({*quiet.component, quiet.component_where});
  }
  std::set<std::string> known(std::begin(kCommonComponents), std::end(kCommonComponents));
  for (const auto& [component, matchers] : facts.components) known.insert(component);
  for (const AlertRule& rule : facts.rules) {
    if (const std::string name = component_of(facts, rule.labels); !name.empty())
      known.insert(name);
  }
  return unknown(used, {known.begin(), known.end()}, "component",
                 "[components] of the system file and the rules' labels name them");
}

}  // namespace misfire
