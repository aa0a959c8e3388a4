// What the monitoring lacks, which of its alerts nothing tried, and which runs say nothing.
#include "report/page/scrolling.hpp"
#include "report/page/sections.hpp"
#include "report/review_words.hpp"
#include "report/run_figures.hpp"
#include "report/suite_page/chapters.hpp"

namespace misfire {
namespace {

const char* kind_of(Hole::Weight weight) {
  switch (weight) {
    case Hole::Weight::red:
      return "bad";
    case Hole::Weight::yellow:
      return "open";
    case Hole::Weight::plain:
      return "";
  }
  return "";
}

/// They have sections of their own.
bool is_listed_apart(const Hole& hole) {
  return hole.what == kUntested || hole.what == kLeftOut;
}

Html alert_row(const SuiteInput& in, const Review::Untested& one, const std::string& why) {
  return html("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n",
              in.review.several_systems ? on_system(one.alert, one.system) : one.alert, prose(why));
}

}  // namespace

Html suite_holes(const SuiteInput& in) {
  Html rows;
  for (const Hole& hole : holes(in.review)) {
    if (is_listed_apart(hole)) continue;
    rows += html(
        "<tr class=\"{}\"><td><span class=\"mark\" aria-hidden=\"true\">{}</span> {}</td><th "
        "scope=\"row\">{}</th><td>{}</td></tr>\n",
        kind_of(hole.weight), mark_of(hole.weight), hole.what, prose(hole.about), prose(hole.text));
  }
  const Html head = html(
      "<th scope=\"col\">hole</th><th scope=\"col\">of</th><th scope=\"col\">what was seen</th>");
  return section("holes", "What the monitoring lacks",
                 rows.empty() ? html("<p>Nothing that these runs could show.</p>\n")
                              : scrolling_table("holes", "holes", head, rows));
}

Html suite_untested(const SuiteInput& in) {
  Html rows;
  for (const Review::Untested& one : in.review.untested) {
    const std::string why = one.why.empty() ? "never fired" : one.why;
    rows += alert_row(in, one, one.reason.empty() ? why : one.reason);
  }
  for (const Review::Untested& one : in.review.tested_after_all) {
    rows += alert_row(in, one, "[monitoring.untested] has a reason, but " + one.why);
  }
  if (rows.empty()) return {};
  const Html head = html("<th scope=\"col\">alert</th><th scope=\"col\">why</th>");
  return section("untested", "Alerts that nothing tried",
                 scrolling_table("untested alerts", "untested", head, rows));
}

Html suite_left_out(const SuiteInput& in) {
  Html rows;
  for (const Review::LeftOut& one : in.review.left_out) {
    const std::string name = one.scenario.empty() ? "a scenario" : one.scenario;
    rows += html("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
                 in.review.several_systems ? on_system(name, one.system) : name,
                 to_string(one.verdict), prose(one.reason));
  }
  if (rows.empty()) return {};
  const Html head = html(
      "<th scope=\"col\">scenario</th><th scope=\"col\">verdict</th><th scope=\"col\">why</th>");
  return section("left-out", "Runs that the review leaves out",
                 scrolling_table("runs left out", "left-out", head, rows));
}

}  // namespace misfire
