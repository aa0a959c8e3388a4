#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/gather.hpp"
#include "base/interrupt.hpp"
#include "monitor/carried_labels.hpp"
#include "monitor/mute_times.hpp"
#include "monitor/recorded_needs.hpp"
#include "plan/bind.hpp"
#include "replay/replay.hpp"
#include "stack/address.hpp"

namespace misfire {
namespace {

constexpr int kAnyPort = 1;

/// Files, and the rule files in folders.
Checked<std::vector<fs::path>> rule_files(const std::vector<fs::path>& given) {
  std::vector<fs::path> files;
  Errors errors;
  for (const fs::path& path : given) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    std::vector<fs::path> inside;
    for (const auto& entry : fs::directory_iterator(path, error)) {
      const std::string end = entry.path().extension();
      if (end == ".yml" || end == ".yaml") inside.push_back(entry.path());
    }
    if (inside.empty()) {
      errors.push_back({ErrorCode::usage,
                        fmt::format("there is no rule file (*.yml) in {}", path.string()),
                        "",
                        {}});
    }
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return files;
}

/// What the judge needs to know of the new alerts, as a run finds it out.
Result<void> take_rules(const Recording& recording, ReplayPlan& out) {
  std::vector<ReadRule> all;
  for (const ReplayGroup& group : out.rules.groups) {
    for (const ReplayRule& rule : group.rules) all.push_back(rule.read);
  }
  std::vector<const ReadRule*> views;
  views.reserve(all.size());
  for (const ReadRule& read : all) views.push_back(&read);
  const auto depend = rule_dependencies(views);
  if (!depend) return tl::unexpected(depend.error());
  resolve_recordings(all, *depend, out.plan.scenario.timeline.baseline);
  resolve_needs(all);
  add_carried_labels(all, *depend, recording.labels);
  std::vector<AlertRule>& alerts = out.plan.monitoring.rules;
  alerts.clear();
  const RecordedIntervals recorded = recorded_intervals(all);
  std::size_t next = 0;
  for (ReplayGroup& group : out.rules.groups) {
    for (ReplayRule& rule : group.rules) {
      rule.read = all[next++];
      for (RangeUse& use : rule.read.rule.ranges) {
        use.samples = sample_interval(use.selector, recording.jobs, recorded);
      }
      if (!rule.read.records) alerts.push_back(rule.read.rule);
    }
  }
  out.plan.monitoring.alerts_relabelled =
      !recording.relabelling.rewrite(alerts, recording.labels.names);
  return {};
}

void take_routing(const RenderedAlertmanager& rendered, MonitoringFacts& facts) {
  facts.receivers = rendered.receivers;
  facts.empty_receivers = rendered.empty_receivers;
  facts.observers = rendered.observers;
  facts.longest_group_wait = rendered.longest_group_wait;
  facts.longest_group_interval = rendered.longest_group_interval;
  facts.routes = rendered.routes;
}

/// A new file goes the way that it goes in a run: scaled, its integrations at a sink, observed.
Checked<RenderedAlertmanager> render(const Recording& recording, const fs::path& file) {
  System system;
  system.monitoring.alertmanager = file;
  MonitoringAddresses nominal;
  nominal.sink = nominal.sink_smtp = nominal.alertmanager = nominal_address(kAnyPort);
  return render_alertmanager(system, nominal, recording.facts.speed,
                             recording.live.plan.scenario.timeline.at);
}

std::vector<std::string> vanished(const std::vector<AlertRule>& before,
                                  const std::vector<AlertRule>& now) {
  std::set<std::string> there;
  for (const AlertRule& rule : now) there.insert(rule.name);
  std::vector<std::string> names;
  for (const AlertRule& rule : before) {
    if (!there.contains(rule.name) &&
        std::find(names.begin(), names.end(), rule.name) == names.end()) {
      names.push_back(rule.name);
    }
  }
  return names;
}

/// What a live Prometheus did not have yet, a recording has: a rule that asks for it would fire
/// before the fault.
Errors reads_the_future(const ReplayRules& rules, Instant first_evaluation) {
  Errors errors;
  for (const ReplayGroup& group : rules.groups) {
    for (const ReplayRule& rule : group.rules) {
      for (const ScaledPromql::Ahead& ahead : rule.read.scaled.ahead) {
        if (ahead.instant && *ahead.instant <= first_evaluation) continue;
        errors.push_back(
            {ErrorCode::usage,
             fmt::format(
                 "{}: {} asks for samples that come after the evaluation: a live Prometheus "
                 "does not have them yet, a recording has",
                 rule.read.rule.name, ahead.text),
             "leave it out, or look back: offset 5m", ahead.where});
      }
    }
  }
  return errors;
}

}  // namespace

Checked<ReplayPlan> plan_replay(const Recording& recording, const ReplayFiles& files) {
  Errors errors;
  ReplayPlan out;
  out.files = files;
  out.plan = recording.live.plan;
  out.own_rules = files.rules.empty();
  out.own_routing = files.alertmanager.empty();

  RuleFiles wanted;
  wanted.known = recording.rule_names;
  if (out.own_rules) {  // as they ran
    wanted.paths = recording.rule_files;
    wanted.defaults = {{std::chrono::duration_cast<std::chrono::milliseconds>(
                           to_wall(recording.defaults.interval, recording.facts.speed))},
                       {std::chrono::duration_cast<std::chrono::milliseconds>(
                           to_wall(recording.defaults.query_offset, recording.facts.speed))}};
  } else if (auto given = rule_files(files.rules)) {
    wanted.paths = std::move(*given);
    wanted.speed = recording.facts.speed;
    wanted.defaults = recording.defaults;
  } else {
    add(errors, given.error());
  }
  auto rules = read_replay_rules(wanted);
  if (const auto go_on = not_interrupted(); !go_on) return tl::unexpected(Errors{go_on.error()});
  if (rules) {
    out.rules = std::move(*rules);
    if (auto order = rule_order(out.rules)) {
      out.order = std::move(*order);
    } else {
      errors.push_back(order.error());
    }
    add(errors, reads_the_future(out.rules, recording.facts.rules_loaded));
    if (auto done = out.own_rules ? Result<void>() : take_rules(recording, out); !done) {
      errors.push_back(done.error());
    }
  } else {
    add(errors, rules.error());
  }

  auto at = scenario_instant(recording.live.plan.scenario.timeline.at);
  if (!at) errors.push_back(at.error());
  Result<YamlTree> tree = YamlTree();
  if (out.own_routing) {
    tree = read_yaml(recording.folder / "config/alertmanager/alertmanager.yml");
  } else if (auto rendered = render(recording, files.alertmanager)) {
    take_routing(*rendered, out.plan.monitoring);
    out.limits.push_back(fmt::format(
        "templates and endpoints of {} are not tried: whatever is routed counts as delivered",
        files.alertmanager.string()));
    tree = parse_yaml(rendered->files.at("alertmanager.yml"), files.alertmanager.string());
    System teams;
    teams.teams = out.plan.monitoring.teams;
    add(errors, check_receivers(out.plan.scenario, teams, rendered->receivers));
    out.alertmanager = std::move(*rendered);
  } else {
    add(errors, rendered.error());
  }
  if (!tree) {
    errors.push_back(tree.error());
  } else if (at && errors.empty()) {
    auto routing = read_routing(*tree, *at);
    if (routing) {
      out.routing = std::move(*routing);
    } else {
      add(errors, routing.error());
    }
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  const auto gone = vanished(recording.live.plan.monitoring.rules, out.plan.monitoring.rules);
  if (!gone.empty()) {
    out.limits.push_back(
        fmt::format("the given rules do not have {}, which the recorded run had: a file that was "
                    "not given counts as deleted",
                    fmt::join(gone, ", ")));
  }
  out.limits.insert(out.limits.end(), out.rules.limits.begin(), out.rules.limits.end());
  return out;
}

}  // namespace misfire
