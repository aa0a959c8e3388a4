// The way of each alert from the fault to its receiver: every stage as a bar, and below it the same
// way where every stage takes as long as the configuration allows.
#include <algorithm>

#include "base/duration.hpp"
#include "judge/words.hpp"
#include "report/bounds_text.hpp"
#include "report/clock_text.hpp"
#include "report/page/scrolling.hpp"
#include "report/page/sections.hpp"
#include "report/waited.hpp"

namespace misfire {
namespace {

/// Seconds of model time after the fault.
double after(const AlertOutcome& alert, Instant at, double speed) {
  return to_seconds(at - alert.stages.fault) * speed;
}

std::optional<Instant> reached(const Stages& stages, const std::string& stage) {
  if (stage == "effect") return stages.effect;
  if (stage == "pending") return stages.pending;
  if (stage == "firing") return stages.firing;
  if (stage == "sent") return stages.sent;
  if (stage == "notified") return stages.notified;
  return stages.fault;
}

/// Where the limit ends, also one that counts from elsewhere than the first fault.
std::optional<double> limit_of(const AlertOutcome& alert, double speed) {
  if (!alert.within) return {};
  double limit = alert.within->seconds();
  if (alert.notified && alert.stages.notified) {
    limit += after(alert, *alert.stages.notified, speed) - alert.notified->seconds();
  }
  return limit;
}

/// Where the bars end: with the last notification or limit. A budget of hours would hide the rest.
double longest_of(const PageInput& in) {
  double longest = 1;
  for (const AlertOutcome& alert : in.judgement.alerts) {
    longest = std::max(longest, limit_of(alert, in.plan.speed).value_or(0));
    for (const char* stage : {"effect", "pending", "firing", "sent", "notified"}) {
      if (const auto at = reached(alert.stages, stage)) {
        longest = std::max(longest, after(alert, *at, in.plan.speed));
      }
    }
  }
  return longest * 1.02;
}

std::string place(double from, double to, double longest) {
  const double left = std::clamp(100 * from / longest, 0.0, 100.0);
  const double right = std::clamp(100 * to / longest, left, 100.0);
  return fmt::format("left:{:.3f}%;width:{:.3f}%", left, right - left);
}

Html bars(const AlertOutcome& alert, double speed, double longest) {
  Html took, allowed;
  double latest = 0;  // where the stages end that take as long as they may
  for (const MeasuredStage& stage : alert.measured) {
    const auto from = reached(alert.stages, stage.from);
    if (!from) continue;
    const double begin = after(alert, *from, speed);
    took +=
        html("<span class=\"stage {}{}\" style=\"{}\" title=\"{}\"></span>", stage.stage,
             stage.outside ? " outside" : "", place(begin, begin + stage.took.seconds(), longest),
             fmt::format("{}: {} after {}", stage.stage, human_duration(stage.took), stage.from));
    if (&stage == &alert.measured.front()) latest = begin;
    const double end = latest + stage.budget.latest.seconds();
    allowed += html("<span class=\"stage {}\" style=\"{}\" title=\"{}\"></span>", stage.stage,
                    place(latest, end, longest),
                    fmt::format("{} may take {}", stage.stage, bounds_text(stage.budget)));
    latest = end;
  }
  Html limit;
  if (const auto at = limit_of(alert, speed)) {
    limit =
        html("<span class=\"limit\" style=\"left:{}%\" title=\"limit {}\"></span>",
             fmt::format("{:.3f}", std::clamp(100 * *at / longest, 0.0, 100.0)), clock_text(*at));
  }
  return html(
      "<div class=\"stages\" aria-hidden=\"true\"><div class=\"took\">{}{}</div><div "
      "class=\"allowed\">{}</div></div>\n",
      took, limit, allowed);
}

Html stage_row(const MeasuredStage& stage) {
  return html(
      "<tr class=\"{}\"><th scope=\"row\">{}</th><td>{}</td><td class=\"n\">{}</td><td "
      "class=\"n\">{}</td><td>{}</td></tr>\n",
      stage.outside ? "bad" : "", stage.stage, stage.from, human_duration(stage.took),
      bounds_text(stage.budget), stage.outside ? "outside" : "inside");
}

Html stage_table(const AlertOutcome& alert) {
  Html rows;
  for (const MeasuredStage& stage : alert.measured) rows += stage_row(stage);
  if (rows.empty()) return {};
  return html("<details><summary>Its stages in figures</summary>\n{}</details>\n",
              scrolling_table(fmt::format("stages of {}", alert.name), "",
                              headings({"stage", "after", "took", "allowed", "budget"}), rows));
}

/// What took longer or less than the configuration allows.
Html surprises(const AlertOutcome& alert) {
  Html items;
  if (const auto waited = waited_text(alert); !waited.empty())
    items += html("<p>{}.</p>\n", waited);
  for (const MeasuredStage& stage : alert.measured) {
    if (!stage.outside) continue;
    items += html("<p class=\"bad\">{} {} after {}, outside its budget: {}.</p>\n", stage.stage,
                  human_duration(stage.took), stage.from, bounds_text(stage.budget));
  }
  return items;
}

/// "reached auth-oncall (pagerduty) after 2 min 31 s; limit 5 min".
std::string summary(const AlertOutcome& alert, const PageInput& in) {
  std::string text;
  if (alert.stages.notified) {
    text = fmt::format("reached {}{} after {}", ticked(alert.receiver),
                       alert.integration.empty() ? "" : " (" + alert.integration + ")",
                       span_text(alert.stages.fault, *alert.stages.notified, in.plan.speed));
  } else if (in.live) {
    text = "has reached nobody" + (alert.team.empty() ? "" : " of " + alert.team) + " yet";
  } else {
    text = "reached nobody";
    if (!alert.team.empty()) text += " of " + alert.team;
    if (alert.stages.firing) {
      text += ", though it fired";
    } else if (alert.stages.pending) {
      text += ": it never got beyond pending";
    }
  }
  return text + (alert.within ? "; limit " + human_duration(*alert.within) : "") + ".";
}

Html one(const AlertOutcome& alert, const PageInput& in, double longest) {
  const Html verdict = !alert.expected ? html("<span class=\"tag\">not demanded</span>")
                       : alert.met     ? html("<span class=\"tag good\">✓ in time</span>")
                       : in.live && !alert.stages.notified
                           ? html("<span class=\"tag\">not yet</span>")
                           : html("<span class=\"tag bad\">✗ missed</span>");
  return html("<article class=\"way\"><h3>{} {}</h3>\n<p>{}</p>\n{}{}{}</article>\n",
              alert.name.empty() ? "no alert" : alert.name, verdict, prose(summary(alert, in)),
              alert.measured.empty() ? Html() : bars(alert, in.plan.speed, longest),
              surprises(alert), stage_table(alert));
}

}  // namespace

Html alerts_section(const PageInput& in) {
  if (in.judgement.alerts.empty()) return {};
  const double longest = longest_of(in);
  Html body = html(
      "<p class=\"key\">Each stage as it was (above), and as late as the configuration allows "
      "(below), "
      "from the fault to {}: <span class=\"swatch stage pending\"></span> until pending <span "
      "class=\"swatch stage firing\"></span> until firing <span class=\"swatch stage "
      "sent\"></span> "
      "until sent <span class=\"swatch stage notified\"></span> until notified <span "
      "class=\"swatch "
      "limit\"></span> limit</p>\n",
      clock_text(longest));
  for (const AlertOutcome& alert : in.judgement.alerts) body += one(alert, in, longest);
  return section("alerts", "The way of each alert", body);
}

}  // namespace misfire
