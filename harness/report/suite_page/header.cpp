// The verdicts in one sentence, and the review's headline as figures.
#include <algorithm>

#include "judge/words.hpp"
#include "report/review_words.hpp"
#include "report/suite_page/chapters.hpp"

namespace misfire {
namespace {

std::int64_t count(const SuiteInput& in, std::string_view verdict) {
  return std::count_if(in.rows.begin(), in.rows.end(),
                       [&](const SuiteRow& row) { return row.verdict == verdict; });
}

/// "21 of 24 runs passed, 2 failed and 1 proved nothing; of 13 harmful scenarios only 12 were
/// noticed in time."
std::string sentence(const SuiteInput& in) {
  const auto all = static_cast<std::int64_t>(in.rows.size());
  const auto passed = count(in, "pass");
  std::string text = passed == all && all > 1 ? fmt::format("All {} runs passed", grouped(all))
                                              : fmt::format("{} of {} passed", grouped(passed),
                                                            counted(all, "run", "runs"));
  std::vector<std::string> others;
  const auto add = [&](const char* verdict, const char* one, const char* many) {
    if (const auto n = count(in, verdict); n > 0) others.push_back(counted(n, one, many));
  };
  add("fail", "failed", "failed");
  add("invalid", "proved nothing", "proved nothing");
  add("unsupported", "was unsupported", "were unsupported");
  for (std::size_t i = 0; i < others.size(); ++i) {
    text += (i + 1 == others.size() ? " and " : ", ") + others[i];
  }
  if (const Share& caught = in.review.caught; caught.of > 0) {
    const std::string harmful =
        counted(static_cast<std::int64_t>(caught.of), "harmful scenario", "harmful scenarios");
    text += caught.hits == caught.of
                ? fmt::format("; {}{} noticed in time", caught.of == 1 ? "the " : "all ",
                              harmful + (caught.of == 1 ? " was" : " were"))
                : fmt::format("; of {} only {} {} noticed in time", harmful, caught.hits,
                              caught.hits == 1 ? "was" : "were");
  }
  return text + ".";
}

Html cards(const Review& review) {
  Html all;
  for (const HeadlineFigure& one : review_headline(review)) {
    all += html(
        "<div class=\"card {}\"><dt>{}</dt><dd><strong>{}</strong> <span>{}</span></dd>"
        "</div>\n",
        one.well ? (*one.well ? "good" : "bad") : "", one.name,
        one.figure.empty() ? "–" : one.figure, one.about);
  }
  return html("<dl class=\"cards tight\">\n{}</dl>\n", all);
}

}  // namespace

Html suite_header(const SuiteInput& in) {
  return html(
      "<header class=\"verdict {}\">\n<p class=\"scenario\">{}</p>\n<h1>{}</h1>\n{}</header>\n",
      count(in, "fail") > 0      ? "fail"
      : count(in, "invalid") > 0 ? "invalid"
                                 : "pass",
      review_subject(in.review), sentence(in), cards(in.review));
}

}  // namespace misfire
