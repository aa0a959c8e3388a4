#include "run/fold_faults.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fault/fold.hpp"
#include "fault/plan_stressors.hpp"
#include "run/missing_parts.hpp"
#include "run/own_backend.hpp"

namespace misfire {
namespace {

const FaultSpec* spec_of(const Scenario& scenario, const std::string& fault) {
  for (const auto* specs : {&scenario.faults, &scenario.alert_faults}) {
    const auto found = std::find_if(specs->begin(), specs->end(),
                                    [&](const FaultSpec& spec) { return spec.id == fault; });
    if (found != specs->end()) return &*found;
  }
  return nullptr;
}

/// The place of the parameter that the message names, if the user wrote that.
std::optional<Position> param_of(const FaultSpec& spec, const std::string& message) {
  for (const auto& [param, where] : spec.param_where) {
    if (message.find(fmt::format("parameter \"{}\"", param)) != std::string::npos) return where;
  }
  return {};
}

BoundFault bound(const Inputs& in, const PlannedFault& fault) {
  return {fault.id, find_misconfiguration(in.system.balancer.kind, fault.name), fault.params};
}

Result<std::string> edited(const Inputs& in, const std::vector<BoundFault>& active) {
  return fold(*in.config, active).and_then([&](const Edits& edits) {
    return misfire::apply(in.config->text(), edits);
  });
}

Checked<std::unique_ptr<Config>> parse_again(const Inputs& in, std::string text) {
  return in.balancer->parse(std::move(text), in.system.balancer.config.string(),
                            in.system.balancer.pool);
}

/// What the fault does by itself, into the plan, for people.
Result<void> tell_change(const Inputs& in, const std::string& original, PlannedFault& fault) {
  const BoundFault one = bound(in, fault);
  const auto text = edited(in, {one});
  if (!text) return tl::unexpected(text.error());
  if (*text == in.config->text() && one.kind->doc.needs_duration) {
    return usage_error(fmt::format("the fault \"{}\" changes nothing: {} says so already", fault.id,
                                   in.system.balancer.config.string()),
                       "give it other params");
  }
  if (!fault.runtime) {
    fault.change = unified_diff(for_people(in, in.config->text()), for_people(in, *text),
                                in.system.balancer.config.filename().string());
    return {};
  }
  const auto change = runtime_change(in, original, fault);
  if (!change) return tl::unexpected(change.error());
  for (const std::string& command : change->inject) fault.change += command + "\n";
  return {};
}

/// A parameter that is written and means nothing would make the scenario say what it does not do.
std::optional<Error> written_in_vain(const Inputs& in, const PlannedFault& fault) {
  const FaultSpec* spec = spec_of(in.scenario, fault.id);
  const BoundFault one = bound(in, fault);
  if (spec == nullptr || one.kind->ignored == nullptr) return {};
  for (const std::string& param : one.kind->ignored(fault.params)) {
    const auto written = spec->param_where.find(param);
    if (written == spec->param_where.end()) continue;
    return Error{ErrorCode::usage,
                 fmt::format("parameter \"{}\" of {} means nothing with these other parameters",
                             param, fault.name),
                 "leave it out", written->second};
  }
  return {};
}

/// What is changed at run time meets the configuration that the others were reloaded with, where it
/// may be impossible: under another algorithm, weights cannot change.
Result<void> check_runtime(const Inputs& in, const Wiring& wiring,
                           const std::vector<PlannedFault>& active) {
  std::vector<BoundFault> reloaded;
  for (const PlannedFault& fault : active) {
    if (!fault.runtime) reloaded.push_back(bound(in, fault));
  }
  if (reloaded.empty() || reloaded.size() == active.size()) return {};
  const auto running = wired(in, wiring, edited(in, reloaded));
  if (!running) return tl::unexpected(running.error());
  const auto config = parse_again(in, running->text);
  // Roles mean the servers of the original.
  if (!config || (*config)->pool().size() != in.config->pool().size()) return {};
  for (const PlannedFault& fault : active) {
    if (!fault.runtime) continue;
    if (auto change = runtime_change(in, running->text, fault); !change) {
      return tl::unexpected(change.error());
    }
  }
  return {};
}

/// A stressor is no edit: whatever it does, the configuration stays what it is.
bool is_edit(const PlannedFault& fault) {
  return find_stressor(fault.name) == nullptr;
}

/// While the balancer refuses its file, what is edited has no effect; what was active stays, even
/// if it is taken back.
Result<void> check_refused(const PlannedFault& a, const BoundFault& one, const PlannedFault& b,
                           const BoundFault& other) {
  if (!one.kind->refused && !other.kind->refused) return {};
  const PlannedFault& stale = one.kind->refused ? a : b;
  const PlannedFault& late = one.kind->refused ? b : a;
  if (late.at < stale.at && !late.runtime && one.kind->refused != other.kind->refused) return {};
  return usage_error(
      fmt::format(
          "the fault \"{}\" begins while \"{}\" makes the balancer refuse its file, so that "
          "it would have no effect",
          late.id, stale.id),
      "let it begin before, or after the other has ended");
}

constexpr std::size_t kMostTogether = 8;  // faults whose every combination is tried

/// Why several cannot be active together, which no single place of the user's file is to blame for.
Error not_together(Error error) {
  error.message = "the faults of this scenario cannot be active together: " + error.message;
  error.hint = "let one end before the other begins";
  error.where.reset();
  return error;
}

}  // namespace

Position where_of(const Scenario& scenario, const std::string& fault) {
  const FaultSpec* spec = spec_of(scenario, fault);
  return spec == nullptr ? Position{scenario.file, 0, 0} : spec->where;
}

Position place_of(const Scenario& scenario, const std::string& fault, const std::string& message) {
  const FaultSpec* spec = spec_of(scenario, fault);
  const auto param = spec == nullptr ? std::nullopt : param_of(*spec, message);
  return param.value_or(where_of(scenario, fault));
}

Result<Running> wired(const Inputs& in, const Wiring& wiring, Result<std::string> text) {
  if (!text) return tl::unexpected(text.error());
  Running running;
  running.mark = configuration_mark(*text);
  auto config = parse_again(in, std::move(*text));
  if (!config) return tl::unexpected(config.error().front());
  auto result = in.balancer->wire(**config, wiring);
  if (!result) return tl::unexpected(result.error());
  running.text = std::move(result->text);
  running.files = std::move(result->files);
  return running;
}

std::vector<std::vector<std::size_t>> combinations(const std::vector<PlannedFault>& faults) {
  std::vector<std::vector<std::size_t>> found;
  const std::size_t n = std::min(faults.size(), kMostTogether);
  for (std::size_t set = 1; set < std::size_t{1} << n; ++set) {
    std::vector<std::size_t> members;
    bool together = true;
    for (std::size_t i = 0; i < n; ++i) {
      if ((set >> i & 1) == 0) continue;
      together &= is_edit(faults[i]);
      for (const std::size_t other : members) together &= overlap(faults[i], faults[other]);
      members.push_back(i);
    }
    if (together && members.size() > 1) found.push_back(std::move(members));
  }
  return found;
}

Errors fold_faults(const Inputs& in, const Wiring& wiring, const std::string& original,
                   Plan& plan) {
  Errors errors;
  const auto refuse = [&](Error error, const std::string& fault) {
    if (!error.where) error.where = place_of(in.scenario, fault, error.message);
    errors.push_back(std::move(error));
  };
  if (plan.faults.size() > kMostTogether) {
    refuse({ErrorCode::usage,
            fmt::format("a scenario may have {} faults at most: every combination is tried",
                        kMostTogether)},
           plan.faults.back().id);
    return errors;
  }
  for (const FaultMistake& mistake : plan_stressors(plan)) refuse(mistake.error, mistake.fault);
  std::vector<PlannedFault> possible;  // of the others there is nothing to fold
  for (PlannedFault& fault : plan.faults) {
    if (!why_unsupported(plan.balancer, fault.name, fault.params).empty()) continue;
    if (!why_nothing_to_break(plan.balancer, fault.name, *in.config).empty()) continue;
    possible.push_back(fault);
    if (!is_edit(fault)) continue;
    if (auto vain = written_in_vain(in, fault)) refuse(std::move(*vain), fault.id);
    if (auto told = tell_change(in, original, fault); !told) refuse(told.error(), fault.id);
  }
  if (!errors.empty()) return errors;
  for (const auto& members : combinations(possible)) {
    std::vector<PlannedFault> faults;
    std::vector<BoundFault> active;
    for (const std::size_t i : members) {
      faults.push_back(possible[i]);
      active.push_back(bound(in, possible[i]));
    }
    Result<void> fine;
    if (active.size() == 2) {
      fine = check_orders(*in.config, active[0], active[1],
                          [&](std::string text) { return parse_again(in, std::move(text)); });
      if (fine) fine = check_refused(faults[0], active[0], faults[1], active[1]);
    }
    if (fine) {
      if (const auto text = wired(in, wiring, edited(in, active)); !text) {
        fine = tl::unexpected(not_together(text.error()));
      }
    }
    if (fine) {
      fine = check_runtime(in, wiring, faults).map_error(not_together);
    }
    if (!fine) refuse(fine.error(), active.back().id);
    if (!errors.empty()) return errors;  // larger sets would only repeat it
  }
  return errors;
}

std::optional<SpeedCap> speed_cap_of(const PlannedFault& fault, const Plan& plan) {
  const Stressor* stressor = find_stressor(fault.name);
  const bool may_wait = stressor != nullptr && stressor->waits_for_starts != nullptr;
  if (!may_wait || plan.engine != "docker") return {};
  const auto strokes = stressor->strokes(fault.params, plan.servers.size());
  if (!strokes || !stressor->waits_for_starts(*strokes, plan.servers.size())) return {};
  // Who connects to an address that no container has waits a second, until the kernel tries again;
  // meanwhile they come back, which takes as long.
  return SpeedCap{2,
                  "containers that are restarted at once need two to three seconds of wall time"};
}

std::vector<std::string> unsupported(const Inputs& in, const Plan& plan) {
  std::vector<std::string> reasons;
  const std::string& balancer = in.system.balancer.kind;
  if (in.scenario.balancer.value_or(balancer) != balancer) {
    reasons.push_back(
        fmt::format("it is about {}, and the balancer is {}", *in.scenario.balancer, balancer));
  }
  for (const PlannedFault& fault : plan.faults) {
    const std::string why = why_unsupported(balancer, fault.name, fault.params);
    const std::string of_own = unsupported_by_own(in.system, fault.name);
    const std::string of_parts = why.empty() ? missing_part(in.system, fault) : "";
    const std::string of_settings =
        why.empty() ? why_nothing_to_break(balancer, fault.name, *in.config) : "";
    for (const std::string& reason : {why, of_own, of_parts, of_settings}) {
      if (!reason.empty()) reasons.push_back(fmt::format("the fault \"{}\": {}", fault.id, reason));
    }
    if (const auto cap = speed_cap_of(fault, plan); cap && plan.speed > cap->at_most) {
      reasons.push_back(
          fmt::format("the fault \"{}\": {}, too much for speed {:g}; --speed {:g} is "
                      "the highest",
                      fault.id, cap->why, plan.speed, cap->at_most));
    }
  }
  return reasons;
}

Result<RuntimeChange> runtime_change(const Inputs& in, const std::string& original,
                                     const PlannedFault& fault) {
  const auto running = parse_again(in, original);
  if (!running) return tl::unexpected(running.error().front());
  auto change = bound(in, fault).kind->runtime(**running, fault.params);
  if (change) return change;
  Error& error = change.error();
  error.message = fmt::format("the fault \"{}\": {}", fault.id, error.message);
  if (const FaultSpec* spec = spec_of(in.scenario, fault.id); spec != nullptr && !error.where) {
    error.where = spec->via_where;
  }
  return change;
}

Result<Running> configuration_with(const Inputs& in, const Prepared& prepared,
                                   const std::set<std::string>& active_faults) {
  std::vector<BoundFault> active;
  for (const PlannedFault& fault : prepared.plan.faults) {
    if (!is_edit(fault) || fault.runtime) continue;
    if (active_faults.contains(fault.id)) active.push_back(bound(in, fault));
  }
  return wired(in, prepared.wiring, edited(in, active));
}

}  // namespace misfire
