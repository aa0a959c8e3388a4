#include <fmt/format.h>

#include <algorithm>

#include "base/gather.hpp"
#include "monitor/check_files.hpp"
#include "run/fold_faults.hpp"
#include "run/prepare.hpp"
#include "run/some_at_a_time.hpp"

namespace misfire {
namespace {

/// Something that a program is asked about, and what it said.
struct Question {
  std::function<Checked<void>()> ask;
  std::vector<std::string> faults = {};  ///< whose edits it is about; none: the user's own file
  Errors errors = {};
};

/// The balancer must say something against it.
std::function<Checked<void>()> to_be_refused(std::function<Checked<void>()> ask) {
  return [ask = std::move(ask)]() -> Checked<void> {
    auto said = ask();
    if (said) {
      return tl::unexpected(Errors{
          Error{ErrorCode::usage, "the balancer takes the file that it was to refuse", "", {}}});
    }
    if (said.error().front().code == ErrorCode::usage) return {};
    return said;
  };
}

/// What the balancer says against an edit is no mistake of the user's file: the fault is named, and
/// where it is written.
Errors of_faults(Errors errors, const Scenario& scenario, const std::vector<std::string>& faults) {
  std::string names;
  for (const std::string& id : faults) names += (names.empty() ? "\"" : "\" and \"") + id;
  for (Error& error : errors) {
    if (error.code != ErrorCode::usage) continue;
    error.message = fmt::format("with the fault{} {}\": {}", faults.size() == 1 ? "" : "s", names,
                                error.message);
    error.where = where_of(scenario, faults.back());
  }
  return errors;
}

}  // namespace

Checked<void> check_with_programs(const Inputs& in, const Prepared& prepared) {
  // All at once: where tools run in containers, each takes its time.
  const auto check = [&](Result<Running> running) -> Question {
    return {[&in, running = std::move(running)]() -> Checked<void> {
      if (!running) return tl::unexpected(Errors{running.error()});
      return in.balancer->check(running->text, in.system.balancer.config.string(),
                                in.config->text(), running->files);
    }};
  };
  const auto ask = [&](auto approve, const auto& rendered, const char* tool) -> Question {
    return {[&in, &rendered, approve, tool] {
      return approve(rendered.files, in.programs.tool(tool), rendered.origins);
    }};
  };
  const auto check_with = [&](const std::vector<std::string>& active) {
    Question question = check(
        configuration_with(in, prepared, std::set<std::string>(active.begin(), active.end())));
    question.faults = active;
    const bool refused = std::any_of(active.begin(), active.end(), [&](const std::string& id) {
      const auto fault = std::find_if(prepared.plan.faults.begin(), prepared.plan.faults.end(),
                                      [&](const PlannedFault& one) { return one.id == id; });
      const auto* kind = find_misconfiguration(in.system.balancer.kind, fault->name);
      return kind != nullptr && kind->refused;
    });
    if (refused) question.ask = to_be_refused(std::move(question.ask));
    return question;
  };
  // At speed 1 no timer is written out, so that HAProxy's complaints have the user's line numbers.
  Wiring unscaled = prepared.wiring;
  unscaled.speed = 1;
  unscaled.tell_backend.clear();
  std::vector<std::vector<Question>> of_balancer(4);  // each counts if the former are fine
  of_balancer[0].push_back(check(wired(in, unscaled, in.config->text())));
  of_balancer[1].push_back(check(wired(in, prepared.wiring, in.config->text())));
  const auto& faults = prepared.plan.faults;
  if (prepared.plan.unsupported.empty()) {
    for (const PlannedFault& fault : faults) of_balancer[2].push_back(check_with({fault.id}));
    for (const auto& members : combinations(faults)) {
      std::vector<std::string> active;
      for (const std::size_t i : members) active.push_back(faults[i].id);
      of_balancer[3].push_back(check_with(active));
    }
  }
  std::vector<Question> of_monitoring;
  of_monitoring.push_back(ask(check_prometheus, prepared.prometheus, "promtool"));
  of_monitoring.push_back(ask(check_alertmanager, prepared.alertmanager, "amtool"));
  of_monitoring.push_back(ask(check_blackbox, prepared.blackbox, "blackbox_exporter"));
  if (in.programs.has("mtail")) {
    of_monitoring.push_back(ask(check_mtail, prepared.mtail, "mtail"));
  }

  std::vector<std::function<void()>> tasks;
  const auto put = [&](Question& question) {
    tasks.emplace_back([&question] {
      if (auto result = question.ask(); !result) question.errors = std::move(result.error());
    });
  };
  for (Question& question : of_monitoring) put(question);
  for (auto& questions : of_balancer) {
    for (Question& question : questions) put(question);
  }
  do_some_at_a_time(tasks, usual_width());

  Errors errors;
  // A file that is broken to begin with need not be reported again.
  for (auto& questions : of_balancer) {
    if (!errors.empty()) break;
    for (Question& question : questions) {
      add(errors, question.faults.empty()
                      ? std::move(question.errors)
                      : of_faults(std::move(question.errors), in.scenario, question.faults));
    }
  }
  for (Question& question : of_monitoring) add(errors, std::move(question.errors));
  // Complaints about the arguments of a program, not about a file.
  for (Error& error : errors) {
    const Position& named = in.programs.found.at(in.system.balancer.kind).where;
    if (!error.where && error.code == ErrorCode::usage && !named.file.empty()) error.where = named;
  }
  if (!errors.empty()) return tl::unexpected(in.secrets.hide(std::move(errors)));
  return {};
}

}  // namespace misfire
