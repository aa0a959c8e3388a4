// report.json: what machines read of a run. The order of the keys is the one of the documentation.
#include <cmath>
#include <nlohmann/json.hpp>

#include "judge/harm.hpp"
#include "report/report.hpp"
#include "report/timeline.hpp"

namespace misfire {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double seconds) {
  return std::round(seconds * 1000) / 1000;
}

double model_s(Instant from, Instant to, double speed) {
  return rounded(to_seconds(to - from) * speed);
}

Json seconds(const std::optional<ModelDuration>& d) {
  return d ? Json(rounded(d->seconds())) : Json(nullptr);
}

Json impact(const Impact& impact) {
  Json servers = Json::array();
  for (const auto& backend : impact.per_backend) {
    servers.push_back({{"server", backend.server},
                       {"logins", backend.logins},
                       {"failed", backend.failed},
                       {"share", impact.logins > 0 ? static_cast<double>(backend.logins) /
                                                         static_cast<double>(impact.logins)
                                                   : 0.0}});
  }
  Json json = {{"logins", impact.logins},
               {"failed", impact.failed},
               {"failed_ratio", impact.failed_ratio},
               {"users", impact.users},
               {"per_backend", std::move(servers)}};
  const Impact::Flood& flood = impact.flood;
  if (flood.logins > 0) {
    json["flood"] = {{"logins", flood.logins}, {"let_in", flood.let_in}, {"denied", flood.denied}};
  }
  return json;
}

/// Which fault did the harm, and from when; seconds of model time from the first fault.
Json harm(const Plan& plan, const Harm& harm) {
  Json stretches = Json::array();
  if (harm.stretches.size() < 2) {
    return {{"began_s", nullptr}, {"text", ""}, {"stretches", std::move(stretches)}};
  }
  const Instant zero = harm.stretches[1].from;
  for (const Harm::Stretch& stretch : harm.stretches) {
    stretches.push_back({{"from_s", model_s(zero, stretch.from, plan.speed)},
                         {"to_s", model_s(zero, stretch.to, plan.speed)},
                         {"active", stretch.active},
                         {"logins", stretch.logins},
                         {"failed", stretch.failed}});
  }
  return {{"began_s", harm.began ? Json(model_s(zero, *harm.began, plan.speed)) : Json(nullptr)},
          {"after", harm.after},
          {"taken_back", harm.taken_back},
          {"text", harm_text(plan, harm)},
          {"stretches", std::move(stretches)}};
}

/// Seconds from the fault, in the order of the stages; those that were not reached are absent.
Json stages(const Stages& stages, double speed) {
  Json object = Json::object();
  const auto put = [&](const char* name, const std::optional<Instant>& at) {
    if (at) object[name] = model_s(stages.fault, *at, speed);
  };
  put("effect", stages.effect);
  put("pending", stages.pending);
  put("firing", stages.firing);
  put("sent", stages.sent);
  put("notified", stages.notified);
  return object;
}

/// Each stage beside what the configuration allows, in seconds of model time from the one before.
Json budget(const std::vector<MeasuredStage>& measured) {
  Json object = Json::object();
  for (const MeasuredStage& stage : measured) {
    object[stage.stage] = {{"from", stage.from},
                           {"took_s", rounded(stage.took.seconds())},
                           {"earliest_s", rounded(stage.budget.earliest.seconds())},
                           {"mean_s", rounded(stage.budget.mean.seconds())},
                           {"latest_s", rounded(stage.budget.latest.seconds())},
                           {"outside", stage.outside}};
  }
  return object;
}

Json alert(const AlertOutcome& alert, double speed) {
  return {{"name", alert.name},
          {"team", alert.team},
          {"receiver", alert.receiver},
          {"integration", alert.integration},
          {"page", alert.page},
          {"expected", alert.expected},
          {"within_s", seconds(alert.within)},
          {"notified_s", seconds(alert.notified)},
          {"stages", stages(alert.stages, speed)},
          {"stages_wall", stages(alert.stages, 1)},
          {"budget", budget(alert.measured)},
          {"met", alert.expected ? Json(alert.met) : Json(nullptr)}};
}

Json expectation(const ExpectationOutcome& outcome) {
  Json object = {{"kind", outcome.kind},
                 {"text", outcome.text},
                 {"observed", outcome.observed},
                 {"ruling", to_string(outcome.ruling)}};
  if (!outcome.blamed.empty()) object["blamed"] = outcome.blamed;
  if (outcome.gap) {
    object["gap"] = {{"ticket", outcome.gap->ticket},
                     {"until", outcome.gap->until},
                     {"state", to_string(outcome.gap_state)}};
  }
  return object;
}

/// A rule that had nothing to read.
Json silence(const SilentAlert& silent) {
  return {{"alert", silent.alert},
          {"file", silent.file},
          {"line", silent.line},
          {"selector", silent.selector},
          {"left_out_job", silent.left_out},
          {"scraped", silent.scraped},
          {"nearest", silent.nearest},
          {"text", silent.text}};
}

Json told(const History& history, double speed) {
  Json entries = Json::array();
  const Instant zero = timeline_zero(history);
  const Instant begin = history.events.empty() ? zero : history.events.front().at;
  for (const TimelineEntry& entry : timeline(history)) {
    entries.push_back({{"at_s", model_s(zero, entry.at, speed)},
                       {"wall_s", model_s(begin, entry.at, 1)},
                       {"kind", entry.kind},
                       {"what", entry.what}});
  }
  return entries;
}

}  // namespace

std::string run_report_json(const Plan& plan, const History& history, const Judgement& judgement,
                            const RunFacts& facts) {
  Json alerts = Json::array();
  for (const AlertOutcome& outcome : judgement.alerts) alerts.push_back(alert(outcome, plan.speed));
  Json expectations = Json::array();
  for (const ExpectationOutcome& outcome : judgement.expectations) {
    expectations.push_back(expectation(outcome));
  }
  Json silent = Json::array();
  for (const SilentAlert& one : judgement.silent) silent.push_back(silence(one));
  const Json report = {
      {"schema", "misfire.run/1"},
      {"run_id", plan.run_id},
      {"scenario", plan.scenario.name},
      {"title", plan.scenario.title},
      {"verdict", to_string(judgement.verdict)},
      {"reasons", judgement.reasons},
      {"system", facts.system},
      {"engine", plan.engine},
      {"balancer", plan.balancer},
      {"versions", facts.versions},
      {"images", facts.images},
      {"files", plan.files},
      {"speed", plan.speed},
      {"seed", plan.seed},
      {"phase", facts.phase},
      {"impact", impact(judgement.impact)},
      {"harm", harm(plan, judgement.harm)},
      {"alerts", std::move(alerts)},
      {"expectations", std::move(expectations)},
      {"also_notified", judgement.also_notified},
      {"silent", std::move(silent)},
      {"restoration",
       {{"identical", judgement.restored}, {"differences", judgement.restoration_differences}}},
      {"timeline", told(history, plan.speed)},
      {"wall_s", facts.wall_s},
      {"overhead_s", rounded(facts.overhead_s)},
      {"unavoidable_s", rounded(facts.unavoidable_s)},
      {"folder", facts.folder.string()},
  };
  // What foreign programs said need not be UTF-8; a report must not fail for that.
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace misfire
