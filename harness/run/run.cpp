#include "run/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/crash_point.hpp"
#include "base/durable.hpp"
#include "history/crc32.hpp"
#include "history/recorder.hpp"
#include "load/driver.hpp"
#include "monitor/monitoring_secrets.hpp"
#include "plan/bind.hpp"
#include "plan/check_names.hpp"
#include "run/checkup.hpp"
#include "run/conductor.hpp"
#include "run/folder_name.hpp"
#include "run/input_files.hpp"
#include "run/interrupt.hpp"
#include "run/phases.hpp"
#include "run/reports.hpp"
#include "scenario/parse.hpp"
#include "stack/address.hpp"
#include "stack/crashing_engine.hpp"
#include "stack/run_folder.hpp"

namespace misfire {
namespace {

Checked<void> one(Result<void> result) {
  if (!result) return tl::unexpected(Errors{result.error()});
  return {};
}

/// The configurations as they run, for people: the run's folder is the evidence.
Result<void> write_configuration(const fs::path& folder, const Inputs& in,
                                 const Prepared& prepared) {
  FileSet files{{"original.cfg", for_people(in, in.config->text())},
                {"before.cfg", for_people(in, prepared.original)}};
  files["after.cfg"] = files["before.cfg"];
  for (const auto* faults : {&prepared.plan.faults, &prepared.plan.alert_faults}) {
    for (const PlannedFault& fault : *faults) files[fault.id + ".diff"] = fault.change;
  }
  if (auto ok = write_files(folder / "config", files); !ok) return ok;
  const auto hidden = [&](FileSet copies) {
    for (auto& [name, bytes] : copies) {
      if (name.ends_with(".yml")) bytes = without_secrets(bytes);
      bytes = in.secrets.hide(std::move(bytes));
    }
    return copies;
  };
  if (auto ok = write_files(folder / "config/prometheus", hidden(prepared.prometheus.files)); !ok)
    return ok;
  return write_files(folder / "config/alertmanager", hidden(prepared.alertmanager.files));
}

/// The parts wrote their logs themselves, and may have quoted what they were given.
Result<void> hide_in_logs(const fs::path& folder, const Secrets& secrets) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder / "logs", error)) {
    if (entry.is_symlink() || !entry.is_regular_file()) continue;
    const auto text = read_file(entry.path(), 1u << 30);
    if (!text) return tl::unexpected(text.error());
    std::string hidden = secrets.hide(*text);
    if (hidden == *text) continue;
    if (auto written = write_file(entry.path(), hidden); !written) return written;
  }
  return {};
}

std::string checksum(std::string_view plan) {
  return fmt::format("{:08x}", crc32(plan));
}

/// A history proves something about the plan that it was recorded for, and about no other.
void match_plan(History& history, std::string_view plan) {
  for (const Event& event : history.events) {
    const auto* began = std::get_if<RunBegan>(&event.fact);
    if (began == nullptr || began->plan == checksum(plan)) continue;
    history.complete = false;
    history.damage += (history.damage.empty() ? "" : "; ") +
                      std::string("plan.json is not, or no longer, the plan that was run");
  }
}

Checked<RunResult> finish(RunResult result, const fs::path& folder) {
  auto history = read_history(folder);
  if (!history) return tl::unexpected(Errors{history.error()});
  result.history = std::move(*history);
  const auto plan = read_file(folder / "plan.json");
  match_plan(result.history, plan ? *plan : "");
  result.judgement = judge(result.plan, result.history);
  result.facts.folder = folder;
  result.facts.wall_s = wall_by_phase(result.history);
  const double baseline =
      to_seconds(to_wall(result.plan.scenario.timeline.baseline, result.plan.speed));
  result.facts.overhead_s = overhead_of(result.facts.wall_s, baseline);
  result.facts.unavoidable_s = unavoidable_wait(result.history, baseline);
  result.report = run_report_json(result.plan, result.history, result.judgement, result.facts);
  result.junit = junit_suite(result.plan, result.history, result.judgement, result.facts);
  return result;
}

Checked<RunResult> with_reports(Checked<RunResult> finished, const fs::path& folder) {
  if (!finished) return finished;
  if (auto ok = one(write_file_durably(folder / "report.json", finished->report)); !ok) {
    return tl::unexpected(ok.error());
  }
  if (auto ok = one(write_reports(*finished, folder)); !ok) return tl::unexpected(ok.error());
  return finished;
}

/// What the balancer cannot do is found out by nobody: a run's folder with its plan and a history
/// without a phase.
Checked<RunResult> not_started(Checkup checkup, const std::string& run_id, const fs::path& folder) {
  RunResult result;
  result.plan = std::move(checkup.prepared.plan);
  result.plan.run_id = run_id;
  const std::string plan = to_json(result.plan);
  if (auto ok = one(write_file_durably(folder / "plan.json", plan)); !ok) {
    return tl::unexpected(ok.error());
  }
  SystemClock clock;
  auto recorder = Recorder::open(folder / "history.jsonl", clock);
  if (!recorder) return tl::unexpected(Errors{recorder.error()});
  const RunBegan began{
      run_id,        result.plan.scenario.name, result.plan.speed, result.plan.seed, checksum(plan),
      kHistoryFormat};
  for (Fact fact : {Fact(began), Fact(RunEnded{})}) {
    if (auto kept = (*recorder)->record(std::move(fact)); !kept) {
      return tl::unexpected(Errors{kept.error()});
    }
  }
  if (auto ok = one((*recorder)->sync()); !ok) return tl::unexpected(ok.error());
  result.facts.versions = program_versions(checkup.inputs.programs);
  result.facts.images = checkup.inputs.programs.digests;
  result.facts.phase = checkup.inputs.options.phase;
  result.facts.system = checkup.inputs.options.system.string();
  return with_reports(finish(std::move(result), folder), folder);
}

}  // namespace

Checked<RunResult> run_scenario(const RunOptions& options, const RunListener& listener) {
  // Everything is rendered and checked on a nominal address first: nothing starts for a mistake.
  auto checkup = check_up(options, Ask::programs);
  if (!checkup) return tl::unexpected(checkup.error());
  // Before the guardian or a part fails for the same want, and says less.
  if (auto ok = one(LoginDriver::make_room()); !ok) return tl::unexpected(ok.error());
  const Inputs* in = &checkup->inputs;
  const std::string run_id = new_run_id();
  auto run_folder = RunFolder::make(
      fs::absolute(options.reports) / folder_name(in->scenario.name, run_id), run_id);
  if (!run_folder) return tl::unexpected(Errors{run_folder.error()});
  const fs::path& folder = run_folder->path();
  for (const char* sub : {"config", "parts"}) {
    if (auto ok = one(make_folder(folder / sub)); !ok) return tl::unexpected(ok.error());
  }

  if (!checkup->prepared.plan.unsupported.empty()) {
    return not_started(std::move(*checkup), run_id, folder);
  }

  EngineOptions engine_options{run_id, folder, folder / "run.json"};
  engine_options.run_lock = run_folder->entry().lock();
  engine_options.registration = run_folder->entry().path();
  engine_options.left_behind = [&run_folder] { run_folder->entry().leave_for_sweep(); };
  auto engine = in->system.engine == "docker"
                    ? open_docker_engine(engine_options, in->programs.images)
                    : open_process_engine(engine_options);
  if (!engine) return tl::unexpected(Errors{engine.error()});
  *engine = with_crash_points(std::move(*engine));
  auto prepared = prepare(
      *in, [&](const std::string& part, int port) { return (*engine)->address(part, port); });
  if (!prepared) return tl::unexpected(prepared.error());
  prepared->plan.run_id = run_id;
  prepared->plan.files = input_files(*in, *prepared);
  if (auto ok = one(write_configuration(folder, *in, *prepared)); !ok)
    return tl::unexpected(ok.error());
  const std::string plan = to_json(prepared->plan);
  if (auto ok = one(write_file_durably(folder / "plan.json", plan)); !ok) {
    return tl::unexpected(ok.error());
  }
  crash_point("the plan was written");
  if (listener.planned) listener.planned(prepared->plan);

  SystemClock clock;
  auto recorder = Recorder::open(folder / "history.jsonl", clock);
  if (!recorder) return tl::unexpected(Errors{recorder.error()});
  crash_point("the history was opened");
  {
    Watch watch(**recorder, clock, **engine, in->secrets, listener.happened);
    const RunBegan began{run_id,       in->scenario.name, in->options.speed,
                         options.seed, checksum(plan),    kHistoryFormat};
    if (auto ok = one(watch.note(began)); !ok) return tl::unexpected(ok.error());
    conduct({*in, *prepared, **engine, watch, folder, listener.monitored});
  }
  if (auto ok = one((*recorder)->sync()); !ok) return tl::unexpected(ok.error());
  crash_point("the history was flushed");
  if (auto ok = one(hide_in_logs(folder, in->secrets)); !ok) return tl::unexpected(ok.error());

  RunResult result;
  result.plan = std::move(prepared->plan);
  result.facts.versions = program_versions(in->programs);
  result.facts.images = in->programs.digests;
  result.facts.phase = in->options.phase;
  result.facts.system = in->options.system.string();
  auto finished = with_reports(finish(std::move(result), folder), folder);
  crash_point("the report was written");
  return finished;
}

namespace {

/// Only expectations may differ from what was run.
bool same_experiment(const Scenario& a, const Scenario& b) {
  const auto same = [](const std::vector<FaultSpec>& some, const std::vector<FaultSpec>& others) {
    return std::equal(some.begin(), some.end(), others.begin(), others.end(),
                      [](const FaultSpec& x, const FaultSpec& y) {
                        return x.id == y.id && x.inject == y.inject && x.params == y.params &&
                               x.at == y.at && x.lasts == y.lasts && x.runtime == y.runtime;
                      });
  };
  // `at` decided which mute times were active.
  return a.kind == b.kind && a.load == b.load && a.timeline.at == b.timeline.at &&
         same(a.faults, b.faults) && same(a.alert_faults, b.alert_faults);
}

Errors check_expectations(const Scenario& scenario, const Plan& plan) {
  if (!same_experiment(scenario, plan.scenario)) {
    return {Error{ErrorCode::usage,
                  "this scenario has another kind, load, fault or time than what was run",
                  "only expectations may differ; run it instead", Position{scenario.file, 0, 0}}};
  }
  if (scenario.balancer && *scenario.balancer != plan.balancer) {
    return {Error{ErrorCode::usage,
                  fmt::format("this scenario is of {} only, and what was run is {}",
                              *scenario.balancer, plan.balancer),
                  "run it with a system of that balancer", Position{scenario.file, 0, 0}}};
  }
  System system;
  system.teams = plan.monitoring.teams;
  Errors errors = check_teams(scenario, system);
  for (Error& error : check_components(scenario, plan.monitoring))
    errors.push_back(std::move(error));
  // A fault in the rules may have deleted what the scenario names.
  if (!plan.alert_faults.empty()) return errors;
  for (Error& error : check_quiets(scenario, plan.monitoring).mistakes) {
    errors.push_back(std::move(error));
  }
  return errors;
}

}  // namespace

Checked<RunResult> judge_again(const fs::path& folder, const fs::path& scenario) {
  const auto text = read_file(folder / "plan.json");
  if (!text) {
    auto error = text.error();
    error.code = ErrorCode::usage;
    error.hint = "give the folder of a run, as reports/<time>-<scenario>-<id>";
    return tl::unexpected(Errors{error});
  }
  auto plan = plan_from_json(*text);
  if (!plan) {
    auto error = plan.error();
    error.code = ErrorCode::usage;
    if (!error.where) error.where = Position{};
    error.where->file = (folder / "plan.json").string();
    error.hint = "the file is damaged, or of another version of misfire; run the scenario again";
    return tl::unexpected(Errors{error});
  }
  RunResult result;
  result.plan = std::move(*plan);
  if (!scenario.empty()) {
    auto parsed = read_scenario(scenario, catalogue());
    if (!parsed) return tl::unexpected(parsed.error());
    if (Errors errors = check_expectations(*parsed, result.plan); !errors.empty()) {
      return tl::unexpected(errors);
    }
    result.plan.scenario = std::move(*parsed);
  }
  recall(result.facts, folder / "report.json");
  return finish(std::move(result), folder);
}

Checked<RunResult> read_run(const fs::path& folder) {
  const auto refuse = [&](const std::string& why) {
    return tl::unexpected(Errors{{ErrorCode::environment, "the run left no readable report: " + why,
                                  fmt::format("see {}", folder.string())}});
  };
  const auto report = read_file(folder / "report.json");
  if (!report) return refuse(report.error().message);
  auto result = judge_again(folder, {});
  if (!result) return refuse(result.error().front().message);
  const auto json = nlohmann::json::parse(*report, nullptr, false);
  const auto verdict = json.is_object() ? json.find("verdict") : json.end();
  if (!json.is_object() || verdict == json.end() ||
      *verdict != to_string(result->judgement.verdict)) {
    return refuse("its verdict is not that of its history");
  }
  result->report = *report;
  return result;
}

}  // namespace misfire
