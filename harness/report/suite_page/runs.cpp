// Each run with its verdict and who was told when; it leads to its own page.
#include "judge/words.hpp"
#include "report/clock_text.hpp"
#include "report/page/scrolling.hpp"
#include "report/page/sections.hpp"
#include "report/run_figures.hpp"
#include "report/suite_page/chapters.hpp"

namespace misfire {
namespace {

struct Look {
  const char* sign;
  const char* kind;  ///< of the style
};

Look look_of(const std::string& verdict) {
  if (verdict == "pass") return {"✓", "good"};
  if (verdict == "fail") return {"✗", "bad"};
  return verdict == "invalid" ? Look{"?", "open"} : Look{"–", ""};
}

Html name(const SuiteRow& row, bool several_systems) {
  const std::string text = several_systems ? on_system(row.scenario, row.system) : row.scenario;
  Html cell = row.page.empty() ? html("{}", text) : html("<a href=\"{}\">{}</a>", row.page, text);
  if (!row.title.empty()) cell += html("<br><small>{}</small>", row.title);
  return cell;
}

/// "auth 2:10 of 5:00". Of a run that proves nothing nobody knows whether they would have been.
Html told(const SuiteRow& row) {
  const bool proves = row.verdict == "pass" || row.verdict == "fail";
  Html lines;
  for (const SuiteRow::Told& one : row.told) {
    if (!proves && !one.after_s) continue;
    lines += html("<div class=\"{}\">{} <b>{}</b><small>{}</small></div>",
                  proves && !one.met ? "bad" : "", one.team.empty() ? one.alert : one.team,
                  one.after_s ? clock_text(*one.after_s) : "never",
                  one.within_s ? " of " + clock_text(*one.within_s) : "");
  }
  return lines;
}

Html why(const SuiteRow& row) {
  Html text;
  if (!row.reasons.empty()) text += prose(row.reasons.front());
  if (row.reasons.size() > 1) {
    text += html(" <small>(and {} more)</small>", row.reasons.size() - 1);
  }
  if (row.tries > 1) text += html(" <small>(try {}, after invalid ones)</small>", row.tries);
  return text;
}

}  // namespace

Html suite_runs(const SuiteInput& in) {
  Html rows;
  for (const SuiteRow& row : in.rows) {
    const Look look = look_of(row.verdict);
    rows += html(
        "<tr class=\"{}\"><td><span class=\"mark\" aria-hidden=\"true\">{}</span> {}</td><th "
        "scope=\"row\">{}</th><td class=\"n{}\">{}</td><td "
        "class=\"told\">{}</td><td>{}</td></tr>\n",
        look.kind, look.sign, row.verdict, name(row, in.review.several_systems),
        row.failed_ratio ? "" : " none", row.failed_ratio ? percent(*row.failed_ratio) : "–",
        told(row), why(row));
  }
  const Html head = html(
      "<th scope=\"col\">verdict</th><th scope=\"col\">scenario</th><th scope=\"col\">logins that "
      "failed</th><th scope=\"col\">time to notify</th><th scope=\"col\">why</th>");
  return section("runs", "What became of each run", scrolling_table("runs", "runs", head, rows));
}

}  // namespace misfire
