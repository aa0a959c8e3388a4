// Verdicts by scenario and night; each leads to its run's page.
#include <algorithm>

#include "report/index/chapters.hpp"
#include "report/page/scrolling.hpp"
#include "report/page/sections.hpp"

namespace misfire {
namespace {

constexpr std::size_t kMostDays = 30;

const char* sign(const std::string& verdict) {
  return verdict == "pass" ? "✓" : verdict == "fail" ? "✗" : verdict == "invalid" ? "?" : "–";
}

Html cell(const Nights& nights, const std::string& name, const std::string& day) {
  Html runs;
  for (const NightRun& run : nights) {
    if (run.name != name || run.day() != day) continue;
    const std::string told = fmt::format("{} {}: {}{}{}", name, run.when, run.verdict,
                                         run.reason.empty() ? "" : ": ", run.reason);
    runs += html("<a class=\"{}\" href=\"{}/report.html\" title=\"{}\" aria-label=\"{}\">{}</a>",
                 run.verdict, run.folder, told, told, sign(run.verdict));
  }
  return html("<td>{}</td>", runs);
}

}  // namespace

Html index_verdicts(const Nights& nights) {
  std::vector<std::string> days = days_of(nights);
  const std::size_t all = days.size();
  if (days.size() > kMostDays) days.erase(days.begin(), days.end() - kMostDays);
  std::reverse(days.begin(), days.end());  // the newest is seen without scrolling
  Html head = headings({"scenario"}), rows;
  for (const std::string& day : days) {
    head += html("<th scope=\"col\"><span>{}</span></th>", day.substr(5));
  }
  for (const std::string& name : names_of(nights)) {
    Html cells;
    for (const std::string& day : days) cells += cell(nights, name, day);
    rows += html("<tr><th scope=\"row\">{}</th>{}</tr>\n", name, cells);
  }
  Html note;
  if (all > days.size()) note = html("<p>The last {} of {} nights.</p>\n", days.size(), all);
  return section(
      "verdicts", "Verdicts by scenario and night",
      html("{}{}<p class=\"key\">✓ pass, ✗ fail, ? invalid, – unsupported; each leads to its run. "
           "Nights are days of UTC.</p>\n",
           note, scrolling_table("verdicts", "nights", head, rows)));
}

}  // namespace misfire
