#include <algorithm>
#include <set>

#include "judge/words.hpp"
#include "report/index/chapters.hpp"
#include "report/page/assets.hpp"
#include "report/page/document.hpp"
#include "report/page/sections.hpp"

namespace misfire {
namespace {

std::int64_t count(const Nights& nights, const std::string& day, const std::string& verdict) {
  return std::count_if(nights.begin(), nights.end(), [&](const NightRun& run) {
    return run.day() == day && run.verdict == verdict;
  });
}

/// "2026-11-24: 21 runs passed, 2 failed, 1 proved nothing."
Html header(const Nights& nights) {
  const std::string day = days_of(nights).back();
  const auto passed = count(nights, day, "pass"), failed = count(nights, day, "fail"),
             invalid = count(nights, day, "invalid");
  const auto nights_told = static_cast<std::int64_t>(days_of(nights).size());
  std::string told = counted(passed, "run", "runs") + " passed";
  if (failed > 0) told += fmt::format(", {} failed", grouped(failed));
  if (invalid > 0) told += fmt::format(", {} proved nothing", grouped(invalid));
  return html(
      "<header class=\"verdict {}\">\n<p class=\"scenario\">{} of {}</p>\n<h1>{}: {}.</h1>\n"
      "</header>\n",
      failed > 0    ? "fail"
      : invalid > 0 ? "invalid"
                    : "pass",
      counted(static_cast<std::int64_t>(nights.size()), "run", "runs"),
      counted(nights_told, "night", "nights"), day, told);
}

}  // namespace

std::vector<std::string> names_of(const Nights& nights) {
  std::set<std::string> names;
  for (const NightRun& run : nights) names.insert(run.name);
  return {names.begin(), names.end()};
}

std::vector<std::string> days_of(const Nights& nights) {
  std::set<std::string> days;
  for (const NightRun& run : nights) days.insert(run.day());
  return {days.begin(), days.end()};
}

std::string index_page(std::vector<NightRun> nights) {
  std::sort(nights.begin(), nights.end(), [](const NightRun& a, const NightRun& b) {
    return std::tie(a.when, a.name, a.folder) < std::tie(b.when, b.name, b.folder);
  });
  if (nights.empty()) {
    return document({"misfire: no runs", html("<h1>There are no runs here.</h1>\n"), {}, {}});
  }
  Html body = header(nights);
  for (const auto chapter :
       {index_verdicts, index_trends, index_flips, index_gaps, index_slowest}) {
    body += chapter(nights);
  }
  return document({"misfire: runs by night", body, trend_data(nights), kIndexScript});
}

}  // namespace misfire
