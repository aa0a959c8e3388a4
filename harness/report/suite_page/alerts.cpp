// What each alert is worth: how often it was right, how often it was there, and how soon.
#include "report/clock_text.hpp"
#include "report/page/scrolling.hpp"
#include "report/page/sections.hpp"
#include "report/review_words.hpp"
#include "report/run_figures.hpp"
#include "report/suite_page/chapters.hpp"

namespace misfire {
namespace {

Html figure(const std::string& text) {
  return html("<td class=\"n\">{}</td>", text);
}

std::string time_of(const Review::Alert& alert, const char* stage, double Spread::*which) {
  const auto found = alert.times.find(stage);
  return found == alert.times.end() ? "–" : clock_text(found->second.*which);
}

Html row(const Review::Alert& alert) {
  Html cells = html("<td>{}</td>", alert.component.empty() ? "–" : alert.component);
  cells += figure(fraction(alert.precision));
  cells += figure(fraction(alert.recall));
  for (const char* stage : kStageNames) cells += figure(time_of(alert, stage, &Spread::median));
  cells += figure(time_of(alert, "notified", &Spread::max));
  return html("<tr><th scope=\"row\">{}{}</th>{}</tr>\n", alert.name,
              alert.page ? html(" <span class=\"tag\">page</span>") : Html(), cells);
}

}  // namespace

Html suite_alerts(const SuiteInput& in) {
  Html rows;
  for (const Review::Alert& alert : in.review.alerts) {
    if (tells_anything(alert)) rows += row(alert);
  }
  if (rows.empty()) return {};
  Html head = html("<th scope=\"col\">alert</th><th scope=\"col\">blames</th>");
  for (const char* name :
       {"precision", "recall", "effect", "pending", "firing", "sent", "notified", "worst"}) {
    head += html("<th scope=\"col\" class=\"n\">{}</th>", name);
  }
  return section(
      "alerts", "What each alert is worth",
      html("{}<p class=\"key\">Precision: of the scenarios in which it told somebody, those in "
           "which "
           "that was right. Recall: of those that want it, those that it caught in time. Times: "
           "medians of model time after the fault, of what was caught or came late; worst: until "
           "it was notified.</p>\n",
           scrolling_table("figures of each alert", "worth", head, rows)));
}

}  // namespace misfire
