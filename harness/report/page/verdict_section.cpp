// What somebody sees who looks for five seconds: the verdict, one sentence, four figures.
#include "base/duration.hpp"
#include "judge/words.hpp"
#include "report/page/sections.hpp"
#include "report/page/sentence.hpp"

namespace misfire {
namespace {

constexpr std::size_t kMostAlerts = 3;

Html card(std::string_view name, std::string_view figure, const Html& about,
          std::string_view kind = "") {
  return html(
      "<div class=\"card {}\"><dt>{}</dt><dd><strong>{}</strong> <span>{}</span></dd></div>\n",
      kind, name, figure, about);
}

Html impact_card(const PageInput& in) {
  const Impact& impact = in.judgement.impact;
  if (impact.logins == 0)
    return card("Logins that failed", "–", html("none while the fault lasted"));
  return card("Logins that failed", percent(impact.failed_ratio),
              html("{} of {}; {} affected", grouped(impact.failed), grouped(impact.logins),
                   counted(impact.users, "user was", "users were")));
}

Html alert_card(const AlertOutcome& alert, Verdict verdict) {
  const std::string who = !alert.team.empty() ? alert.team : alert.receiver;
  const std::string limit = alert.within ? "limit " + human_duration(*alert.within) : "no limit";
  const std::string name =
      fmt::format("{} was {}", who.empty() ? "Somebody" : who, alert.page ? "paged" : "told");
  const bool proved = verdict != Verdict::invalid;
  return card(name,
              alert.notified ? "after " + human_duration(*alert.notified)
              : proved       ? "never"
                             : "not seen",
              html("{}; {}", prose(alert.name.empty() ? "no alert" : ticked(alert.name)), limit),
              !proved     ? ""
              : alert.met ? "good"
                          : "bad");
}

Html restored_card(const PageInput& in) {
  const bool unproved = in.judgement.restoration_differences.empty();
  return card("Put back",
              in.judgement.restored ? "yes"
              : unproved            ? "not proved"
                                    : "no",
              html("{}", in.judgement.restored ? "the live balancer is as it was before"
                         : unproved            ? "the balancer was not compared"
                                               : "the live balancer differs"),
              in.judgement.restored ? "good"
              : unproved            ? ""
                                    : "bad");
}

/// "29.5 % of 310 logins failed so far, 2 min 31 s after the fault."
std::string so_far(const PageInput& in) {
  std::string phase = "start";
  for (const Event& event : in.history.events) {
    if (const auto* began = std::get_if<PhaseBegan>(&event.fact)) phase = to_string(began->phase);
  }
  std::string text = fmt::format("Phase {}", phase);
  const Impact& impact = in.judgement.impact;
  if (impact.logins > 0) {
    text += fmt::format(": {} of {} failed while the fault lasted", percent(impact.failed_ratio),
                        counted(impact.logins, "login", "logins"));
  }
  return text + ".";
}

Html cards(const PageInput& in) {
  if (in.judgement.verdict == Verdict::unsupported) return {};
  Html all = impact_card(in);
  std::size_t shown = 0;
  for (const AlertOutcome& alert : in.judgement.alerts) {
    if (alert.expected && shown++ < kMostAlerts) all += alert_card(alert, in.judgement.verdict);
  }
  all += restored_card(in);
  return html("<dl class=\"cards\">\n{}</dl>\n", all);
}

/// The sentence tells the first reason.
Html further_reasons(const PageInput& in) {
  const auto& reasons = in.judgement.reasons;
  if (reasons.size() < 2) return {};
  Html items;
  for (std::size_t i = 1; i < reasons.size(); ++i)
    items += html("<li>{}</li>\n", prose(reasons[i]));
  return html("<ul class=\"reasons\" aria-label=\"further reasons\">\n{}</ul>\n", items);
}

}  // namespace

Html verdict_section(const PageInput& in) {
  const std::string verdict = in.live ? "running" : to_string(in.judgement.verdict);
  const std::string& title = in.plan.scenario.title;
  return html(
      "<header class=\"verdict {}\">\n"
      "<p class=\"scenario\">{}{}</p>\n"
      "<h1><span class=\"badge\">{}</span> {}</h1>\n"
      "{}{}</header>\n",
      verdict, in.plan.scenario.name,
      title.empty() ? Html() : html(" <span class=\"title\">{}</span>", title), verdict,
      prose(in.live ? so_far(in) : plain_sentence(in.plan, in.history, in.judgement)),
      in.live ? Html() : further_reasons(in), in.live ? Html() : cards(in));
}

}  // namespace misfire
