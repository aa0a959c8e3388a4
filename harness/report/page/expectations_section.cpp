// What was demanded, and what was seen.
#include "judge/words.hpp"
#include "report/page/scrolling.hpp"
#include "report/page/sections.hpp"

namespace misfire {
namespace {

struct Mark {
  const char* sign;
  const char* word;
  const char* kind;
};

Mark mark_of(const ExpectationOutcome& outcome) {
  if (outcome.ruling == Ruling::met) return {"✓", "met", "good"};
  if (outcome.ruling == Ruling::open) return {"–", "not decided", "open"};
  return outcome.fails() ? Mark{"✗", "missed", "bad"} : Mark{"✗", "missed, as is known", "open"};
}

Html gap(const ExpectationOutcome& outcome) {
  if (!outcome.gap) return {};
  return html("<br><small>known gap {}, excused until {}{}</small>", outcome.gap->ticket,
              outcome.gap->until,
              outcome.gap_state == GapState::closed    ? ": it is closed, the excuse must go"
              : outcome.gap_state == GapState::expired ? ": no longer"
                                                       : "");
}

Html row(const ExpectationOutcome& outcome) {
  const Mark mark = mark_of(outcome);
  return html(
      "<tr class=\"{}\"><td><span class=\"mark\" aria-hidden=\"true\">{}</span> {}</td>"
      "<td>{}</td><th scope=\"row\">{}{}</th><td>{}</td></tr>\n",
      mark.kind, mark.sign, mark.word, outcome.kind, prose(outcome.text), gap(outcome),
      prose(outcome.observed));
}

Html list(std::string_view heading, const std::vector<std::string>& all) {
  if (all.empty()) return {};
  Html items;
  for (const std::string& one : all) items += html("<li>{}</li>\n", prose(one));
  return html("<h3>{}</h3>\n<ul>\n{}</ul>\n", heading, items);
}

/// Rules that had nothing to read.
Html silent(const Judgement& judgement) {
  if (judgement.silent.empty()) return {};
  Html items;
  for (const SilentAlert& one : judgement.silent) {
    items += html("<li>{} <small>({}:{})</small></li>\n", prose(one.text), one.file, one.line);
  }
  return html("<h3>Rules that had nothing to read</h3>\n<ul>\n{}</ul>\n", items);
}

}  // namespace

Html expectations_section(const PageInput& in) {
  Html rows;
  for (const ExpectationOutcome& outcome : in.judgement.expectations) rows += row(outcome);
  Html body = rows.empty()
                  ? html("<p>This scenario has no expectations.</p>\n")
                  : scrolling_table("expectations", "expectations",
                                    headings({"ruling", "about", "demanded", "observed"}), rows);
  body += list("Also notified", in.judgement.also_notified);
  body += silent(in.judgement);
  return section("expectations", "What was expected, and what was observed", body);
}

}  // namespace misfire
