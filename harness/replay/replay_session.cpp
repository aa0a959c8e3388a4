#include "replay/replay_session.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <random>
#include <set>

#include "monitor/check_files.hpp"
#include "replay/run_folders.hpp"

namespace misfire {
namespace {

/// Each mistake once: the same files are read for every recording.
class Mistakes {
 public:
  void add(const Errors& errors) {
    for (const Error& error : errors) {
      if (said_.insert(to_string(error)).second) all_.push_back(error);
    }
  }
  bool none() const { return all_.empty(); }
  Errors take() { return std::move(all_); }

 private:
  std::set<std::string> said_;
  Errors all_;
};

/// Each approves of the files at the first speed that they are read for; they differ in durations
/// only.
void approve(const ReplayJob& job, const Programs& programs, Mistakes& mistakes) {
  if (!job.plan.own_rules) {
    const auto fine =
        check_prometheus(job.plan.rules.files, programs.tool("promtool"), job.plan.rules.origins);
    if (!fine) mistakes.add(fine.error());
  }
  if (!job.plan.own_routing) {
    const auto& rendered = job.plan.alertmanager;
    const auto fine = check_alertmanager(rendered.files, programs.tool("amtool"), rendered.origins);
    if (!fine) mistakes.add(fine.error());
  }
}

/// What the replay of that recording is called; folders of several suites may have one name.
std::string own_name(const fs::path& folder, std::set<std::string>& taken) {
  const std::string name = fs::absolute(folder).lexically_normal().filename().string();
  std::string own = name;
  for (int n = 2; !taken.insert(own).second; ++n) own = fmt::format("{}-{}", name, n);
  return own;
}

}  // namespace

Checked<PreparedReplay> prepare_replay(const ReplayCommand& command) {
  Mistakes mistakes;
  const auto folders = run_folders(command.recordings);
  if (!folders) mistakes.add(folders.error());
  PreparedReplay prepared;
  for (const fs::path& folder : folders ? *folders : std::vector<fs::path>{}) {
    if (auto nothing = kept_nothing(folder)) {
      prepared.left_out.push_back(std::move(*nothing));
      continue;
    }
    auto recording = read_recording(folder);
    if (!recording) {
      mistakes.add(recording.error());
      continue;
    }
    auto plan = plan_replay(*recording, command.files);
    if (!plan) {
      mistakes.add(plan.error());
      continue;
    }
    for (const std::string& limit : plan->limits) {
      if (std::find(prepared.limits.begin(), prepared.limits.end(), limit) ==
          prepared.limits.end()) {
        prepared.limits.push_back(limit);
      }
    }
    prepared.jobs.push_back({std::move(*recording), std::move(*plan)});
  }
  if (prepared.jobs.empty() && mistakes.none()) {
    for (const auto& one : prepared.left_out) mistakes.add({one.why});
  }
  Errors missing;
  const Programs programs = find_programs(System{}, missing);
  const bool all = programs.has("prometheus") && programs.has("promtool") && programs.has("amtool");
  if (!all) mistakes.add(missing);
  if (all && mistakes.none()) approve(prepared.jobs.front(), programs, mistakes);
  if (!mistakes.none()) return tl::unexpected(mistakes.take());
  prepared.prometheus = programs.path("prometheus").string();
  return prepared;
}

bool PreparedReplay::replays(const std::string& scenario) const {
  return std::any_of(jobs.begin(), jobs.end(), [&](const ReplayJob& job) {
    return job.recording.live.plan.scenario.name == scenario;
  });
}

Result<std::vector<ReplayResult>> run_replay(const PreparedReplay& prepared, const ReplayHow& how,
                                             const fs::path& to) {
  ReplayJobOptions options;
  options.prometheus = prepared.prometheus;
  options.workers = how.jobs;
  options.phases.clear();
  for (int i = 0; i < how.phases; ++i) {
    options.phases.push_back(static_cast<double>(i) / how.phases);
  }
  auto outcomes = replay_many(prepared.jobs, options);
  if (!outcomes) return tl::unexpected(outcomes.error());
  std::vector<ReplayResult> results;
  std::set<std::string> names;
  for (std::size_t i = 0; i < prepared.jobs.size(); ++i) {
    const Recording& recording = prepared.jobs[i].recording;
    const std::string name = own_name(recording.folder, names);
    const std::string& scenario = recording.live.plan.scenario.name;
    ReplayOutcome& outcome = (*outcomes)[i];
    if (!outcome) {
      results.push_back({name, scenario, 0, tl::unexpected(std::move(outcome.error())), {}});
      continue;
    }
    for (std::size_t phase = 0; phase < outcome->size(); ++phase) {
      Replayed& replayed = (*outcome)[phase];
      ReplayResult result;
      result.recording = name;
      result.scenario = scenario;
      result.phase = static_cast<int>(phase);
      const std::string folder = phase == 0 ? name : fmt::format("{}-phase-{}", name, phase + 1);
      result.run = keep_replay(recording, prepared.jobs[i].plan, replayed, to / folder);
      result.close_calls = std::move(replayed.close_calls);
      results.push_back(std::move(result));
    }
  }
  return results;
}

fs::path new_replay_folder(const fs::path& reports) {
  std::random_device device;
  const std::time_t now = std::time(nullptr);
  return reports / fmt::format("{:%Y%m%dT%H%M%SZ}-replay-{:08x}", fmt::gmtime(now), device());
}

}  // namespace misfire
