// The matrix: a row an alert, a column a scenario. Each cell is a symbol with its meaning as text.
#include <algorithm>

#include "report/page/scrolling.hpp"
#include "report/page/sections.hpp"
#include "report/review_words.hpp"
#include "report/suite_page/chapters.hpp"

namespace misfire {
namespace {

const char* kind_of(Cell cell) {
  if (is_false_page(cell) || cell == Cell::missed) return "bad";
  switch (cell) {
    case Cell::late:
    case Cell::untold:
      return "open";
    case Cell::caught:
      return "good";
    case Cell::also:
      return "also";
    default:
      return "";
  }
}

std::string kind_word(const Review::Scenario& one) {
  if (one.kind != ScenarioKind::fault) return to_string(one.kind);
  if (one.harmful) return "harmful";
  return one.alert_faults ? "with alert faults" : "nobody need notice";
}

/// The worst run's, where there are several.
std::string page_of(const SuiteInput& in, const Review::Scenario& scenario) {
  for (const SuiteRow& row : in.rows) {
    if (row.scenario == scenario.name && row.system == scenario.system) return row.page;
  }
  return {};
}

/// Where the next kind begins there is a line.
const char* begins(const Review& review, std::size_t i) {
  const auto& all = review.scenarios;
  return i > 0 && kind_word(all[i - 1]) != kind_word(all[i]) ? " begins" : "";
}

Html column(const SuiteInput& in, std::size_t i) {
  const Review::Scenario& one = in.review.scenarios[i];
  const std::string name = name_of(in.review, one), page = page_of(in, one), kind = kind_word(one);
  Html text = page.empty() ? html("{}", name) : html("<a href=\"{}\">{}</a>", page, name);
  if (kind != "harmful") text += html(" <small>({})</small>", kind);
  return html("<th scope=\"col\" class=\"column{}\" title=\"{}\"><span>{}</span></th>",
              begins(in.review, i), one.title.empty() ? name : one.title, text);
}

/// "TrafficImbalance in one-server-hash: caught in time, 2 of 3 runs".
std::string told(const Review& review, const Review::Alert& alert, std::size_t i) {
  const Review::Field& field = alert.fields[i];
  std::string text = fmt::format("{} in {}: {}", alert.name, name_of(review, review.scenarios[i]),
                                 to_string(field.cell));
  const auto runs = field.runs.find(field.cell);
  if (review.scenarios[i].runs > 1 && runs != field.runs.end()) {
    text += fmt::format(", {} of {} runs", runs->second, review.scenarios[i].runs);
  }
  return text;
}

Html row(const Review& review, const Review::Alert& alert) {
  Html cells;
  for (std::size_t i = 0; i < alert.fields.size(); ++i) {
    const Cell cell = alert.fields[i].cell;
    cells += html("<td class=\"{}{}\" title=\"{}\" aria-label=\"{}\">{}</td>", kind_of(cell),
                  begins(review, i), told(review, alert, i), to_string(cell), symbol(cell));
  }
  return html("<tr><th scope=\"row\">{}</th>{}</tr>\n", alert.name, cells);
}

Html legend(const std::vector<const Review::Alert*>& rows) {
  Html text;
  for (const Cell cell : kCells) {
    const bool appears = std::any_of(rows.begin(), rows.end(), [&](const Review::Alert* one) {
      return std::any_of(one->fields.begin(), one->fields.end(),
                         [&](const Review::Field& field) { return field.cell == cell; });
    });
    if (!appears || cell == Cell::absent) continue;
    text += html("<li><span class=\"sign {}\" aria-hidden=\"true\">{}</span> {}</li>\n",
                 kind_of(cell), symbol(cell), to_string(cell));
  }
  return html("<ul class=\"signs\" aria-label=\"what the signs mean\">\n{}</ul>\n", text);
}

}  // namespace

Html suite_matrix(const SuiteInput& in) {
  std::vector<const Review::Alert*> shown;
  for (const Review::Alert& alert : in.review.alerts) {
    if (tells_anything(alert)) shown.push_back(&alert);
  }
  if (shown.empty() || in.review.scenarios.empty()) return {};
  Html head = html("<th scope=\"col\">alert</th>"), rows;
  for (std::size_t i = 0; i < in.review.scenarios.size(); ++i) head += column(in, i);
  for (const Review::Alert* alert : shown) rows += row(in.review, *alert);
  Html body = legend(shown);
  body += scrolling_table("matrix of alerts by scenarios", "matrix", head, rows);
  body += html(
      "<p class=\"key\">A row is an alert, a column a scenario, the harmful ones first. Alerts "
      "that "
      "did nothing and that nobody missed have no row.</p>\n");
  return section("matrix", "What each alert did in each scenario", body);
}

}  // namespace misfire
