// Scenario files. One that is accepted can be bound to a system, and survives plan.json.
#include "fault/misconfiguration.hpp"
#include "plan/bind.hpp"
#include "plan/plan.hpp"
#include "property.hpp"
#include "scenario/parse.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

System some_system() {
  System system;
  system.teams = {{"auth", {"auth-oncall"}}, {"network", {"network-oncall"}}};
  return system;
}

}  // namespace

void scenario(std::string_view toml) {
  static const Catalogue faults = catalogue();
  static const System system = some_system();
  const auto parsed = parse_scenario(toml, "s.toml", faults);
  if (!parsed) return require_places(parsed.error(), "s.toml", toml);

  Plan plan;
  plan.scenario = *parsed;
  if (const auto load = plan_load(*parsed, system)) {
    plan.load = *load;
  } else {
    require_places(load.error(), "s.toml", toml);
  }
  for (const auto& [specs, into] :
       {std::pair(&parsed->faults, &plan.faults), {&parsed->alert_faults, &plan.alert_faults}}) {
    if (auto planned = plan_faults(*specs, faults)) {
      *into = std::move(*planned);
    } else {
      require_places(planned.error(), "s.toml", toml);
    }
  }
  for (const Error& error : check_teams(*parsed, system)) require_place(error, "s.toml", toml);
  for (const Error& error : check_components(*parsed, {})) require_place(error, "s.toml", toml);

  const auto again = plan_from_json(to_json(plan));
  require(again.has_value(), "an accepted scenario's plan is read again");
  require(*again == plan, "an accepted scenario's plan is the same after plan.json");
}

}  // namespace misfire::fuzz
