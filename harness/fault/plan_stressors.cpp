#include "fault/plan_stressors.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"
#include "fault/fold.hpp"

namespace misfire {
namespace {

constexpr double kMostLogins = 50'000;  // a second; the driver's bound

/// A stressor as the plan has it.
struct Planned {
  PlannedFault* fault;
  const Stressor* kind;
  std::vector<Stroke> strokes;
};

Error mistake(std::string message, std::string hint) {
  return {ErrorCode::usage, std::move(message), std::move(hint), {}};
}

// Of wall time: a stressor that ends sooner after its last stroke is over before anybody can have
// seen it.
constexpr Duration kShortest = std::chrono::seconds(1);

std::optional<Error> lasts_too_short(const Planned& one, double speed) {
  const ModelDuration last = one.strokes.back().after;
  const ModelDuration needs = last + to_model(kShortest, speed);
  if (!one.fault->lasts || needs <= *one.fault->lasts) return {};
  return mistake(
      fmt::format("the fault \"{}\" needs {}{}, but lasts {}", one.fault->id,
                  format_duration(needs),
                  last == ModelDuration{} ? " to be seen at this speed" : " for its last server",
                  format_duration(*one.fault->lasts)),
      fmt::format("write for = \"{}\" or more{}", format_duration(needs),
                  last == ModelDuration{} ? "" : ", or a shorter pause"));
}

std::optional<Error> too_much_load(const Planned& one, const PlannedLoad& load) {
  const double wanted = (one.fault->load_factor + one.fault->flood.factor) * load.per_second;
  if (wanted <= kMostLogins) return {};
  return mistake(fmt::format("the fault \"{}\" asks for {:g} logins a second; at most {:g} can be "
                             "offered",
                             one.fault->id, wanted, kMostLogins),
                 "lower its factor, or [load] rate");
}

/// The right passwords are known of the plan's users only.
std::optional<Error> unknown_passwords(const Planned& one, const PlannedLoad& load) {
  const LoginFlood& flood = one.fault->flood;
  if (flood.factor == 0 || flood.wrong_passwords || flood.users <= load.users) return {};
  return mistake(fmt::format("the fault \"{}\" needs the passwords of {} users, but only {} log in",
                             one.fault->id, flood.users, load.users),
                 "lower its users, or raise [load] users");
}

/// What two that last at the same time both want; "" if nothing.
std::string both_want(const Planned& a, const Planned& b, const std::vector<std::string>& names) {
  if (a.kind->hold != b.kind->hold || !overlap(*a.fault, *b.fault)) return {};
  if (a.kind->hold == Hold::load) return "the load";
  if (a.kind->hold == Hold::flood) return "the flood";
  if (a.kind->hold == Hold::store) return "the store";
  if (a.kind->hold == Hold::monitoring) {
    const auto one = a.kind->monitors(a.fault->params), other = b.kind->monitors(b.fault->params);
    const auto both = std::find_first_of(one.begin(), one.end(), other.begin(), other.end());
    return both == one.end() ? "" : part_of(*both);
  }
  const auto of_a = servers_of(a.strokes), of_b = servers_of(b.strokes);
  const auto shared = std::find_first_of(of_a.begin(), of_a.end(), of_b.begin(), of_b.end());
  return shared == of_a.end() ? "" : names[*shared];
}

}  // namespace

std::vector<FaultMistake> plan_stressors(Plan& plan) {
  std::vector<FaultMistake> mistakes;
  std::vector<Planned> planned;
  for (PlannedFault& fault : plan.faults) {
    const Stressor* kind = find_stressor(fault.name);
    if (kind == nullptr) continue;
    auto strokes = kind->strokes(fault.params, plan.servers.size());
    if (!strokes) {
      strokes.error().message =
          fmt::format("the fault \"{}\": {}", fault.id, strokes.error().message);
      mistakes.push_back({fault.id, strokes.error()});
      continue;
    }
    std::vector<std::string> names;
    for (const std::size_t server : servers_of(*strokes)) names.push_back(plan.servers[server]);
    if (kind->monitors != nullptr) {
      for (const Monitor one : kind->monitors(fault.params)) names.emplace_back(part_of(one));
    }
    fault.change = kind->says(fault.params, names) + "\n";
    if (kind->load_factor != nullptr) fault.load_factor = kind->load_factor(fault.params);
    if (kind->flood != nullptr) fault.flood = kind->flood(fault.params);
    planned.push_back({&fault, kind, std::move(*strokes)});
    for (auto& error :
         {lasts_too_short(planned.back(), plan.speed), too_much_load(planned.back(), plan.load),
          unknown_passwords(planned.back(), plan.load)}) {
      if (error) mistakes.push_back({fault.id, *error});
    }
  }
  for (auto one = planned.begin(); one != planned.end(); ++one) {
    for (auto before = planned.begin(); before != one; ++before) {
      const std::string what = both_want(*before, *one, plan.servers);
      if (what.empty()) continue;
      mistakes.push_back(
          {one->fault->id,
           mistake(fmt::format("the faults \"{}\" ({}) and \"{}\" ({}) both trouble {} at the same "
                               "time",
                               before->fault->id, before->fault->name, one->fault->id,
                               one->fault->name, what),
                   "let one end before the other begins, or name other servers")});
    }
  }
  return mistakes;
}

}  // namespace misfire
