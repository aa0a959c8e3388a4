// What flipped, what is slow, and which holes are known.
#include <algorithm>
#include <set>

#include "base/duration.hpp"
#include "report/index/chapters.hpp"
#include "report/page/scrolling.hpp"
#include "report/page/sections.hpp"

namespace misfire {
namespace {

constexpr std::size_t kMostFlips = 40, kMostSlow = 10;

bool proves(const NightRun& run) {
  return run.verdict == "pass" || run.verdict == "fail";
}

Html link(const NightRun& run) {
  return html("<a href=\"{}/report.html\">{}</a>", run.folder, run.when);
}

}  // namespace

Html index_flips(const Nights& nights) {
  std::map<std::string, const NightRun*> last;
  std::vector<Html> flips;
  for (const NightRun& run : nights) {
    if (!proves(run)) continue;
    const NightRun*& before = last[run.name];
    if (before != nullptr && before->verdict != run.verdict) {
      flips.push_back(
          html("<tr class=\"{}\"><td>{} → {}</td><th scope=\"row\">{}</th><td>{}</td><td>{}</td>"
               "<td>{}</td></tr>\n",
               run.verdict == "fail" ? "bad" : "good", before->verdict, run.verdict, run.name,
               link(*before), link(run), prose(run.reason)));
    }
    before = &run;
  }
  if (flips.empty()) return section("flips", "Flips", html("<p>No verdict changed.</p>\n"));
  Html rows;
  for (std::size_t i = 0; i < std::min(flips.size(), kMostFlips); ++i)
    rows += flips[flips.size() - 1 - i];
  return section(
      "flips", "Flips",
      scrolling_table("flips", "", headings({"flip", "scenario", "from", "to", "why"}), rows));
}

Html index_slowest(const Nights& nights) {
  std::map<std::string, std::vector<double>> by_name;
  for (const NightRun& run : nights) {
    if (run.wall_s > 0) by_name[run.name].push_back(run.wall_s);
  }
  std::vector<std::pair<double, std::string>> slow;
  for (auto& [name, seconds] : by_name) {
    std::nth_element(seconds.begin(),
                     seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2),
                     seconds.end());
    slow.emplace_back(seconds[seconds.size() / 2], name);
  }
  std::sort(slow.rbegin(), slow.rend());
  if (slow.empty()) return {};
  Html rows;
  for (std::size_t i = 0; i < std::min(slow.size(), kMostSlow); ++i) {
    rows += html("<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td></tr>\n", slow[i].second,
                 human_duration(model_seconds(slow[i].first)));
  }
  return section(
      "slowest", "Slowest scenarios",
      scrolling_table("slowest scenarios", "", headings({"scenario", "wall time, median"}), rows));
}

Html index_gaps(const Nights& nights) {
  // As the newest run of each scenario has them, the one that ends first on top.
  std::map<std::string, const NightRun*> newest;
  for (const NightRun& run : nights) newest[run.name] = &run;
  std::vector<std::pair<std::string, Html>> gaps;
  for (const auto& [name, run] : newest) {
    for (const NightRun::Gap& gap : run->gaps) {
      gaps.emplace_back(
          gap.until,
          html("<tr class=\"{}\"><td>{}</td><td>{}</td><th scope=\"row\">{}</th><td>{}</td>"
               "</tr>\n",
               gap.state == "expired" || gap.state == "closed" ? "bad" : "", gap.until, gap.ticket,
               name, gap.state));
    }
  }
  if (gaps.empty()) return {};
  std::stable_sort(gaps.begin(), gaps.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  Html rows;
  for (const auto& [until, row] : gaps) rows += row;
  return section(
      "gaps", "Known gaps",
      scrolling_table("known gaps", "", headings({"until", "ticket", "scenario", "state"}), rows));
}

}  // namespace misfire
