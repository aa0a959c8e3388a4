// Whose logins failed, where and when, in figures.
#include "judge/harm.hpp"
#include "judge/words.hpp"
#include "report/page/lanes.hpp"
#include "report/page/login_bins.hpp"
#include "report/page/scrolling.hpp"
#include "report/page/sections.hpp"

namespace misfire {
namespace {

double share(std::int64_t part, std::int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0;
}

Html by_backend(const Impact& impact) {
  Html rows;
  for (const auto& backend : impact.per_backend) {
    const double all = share(backend.logins, impact.logins);
    rows += html(
        "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
        "class=\"n\">{}</td><td class=\"bar\" aria-hidden=\"true\"><span "
        "style=\"width:{}%\"></span></td></tr>\n",
        backend.server, grouped(backend.logins), percent(all), grouped(backend.failed),
        fmt::format("{:.1f}", all * 100));
  }
  if (rows.empty()) return {};
  return scrolling(
      "share per backend",
      html("<table class=\"backends\"><caption>Share per backend while the fault lasted</caption>"
           "<thead><tr>{}<td></td></tr></thead>\n<tbody>\n{}</tbody></table>",
           headings({"backend", "logins", "share", "failed"}), rows));
}

/// "unavailable 221, timeout 3".
std::string outcomes(const LoginBin& bin) {
  std::string text;
  for (int i = 1; i < kOutcomes; ++i) {
    const std::int64_t n = bin.by_outcome.at(static_cast<std::size_t>(i));
    if (n == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", to_string(static_cast<Outcome>(i)),
                        grouped(n));
  }
  return text.empty() ? "–" : text;
}

std::string milliseconds(double ms) {
  return fmt::format("{:.{}f}", ms, ms < 10 ? 1 : 0);
}

Html row(std::string_view name, const LoginBin& bin) {
  return html(
      "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
      "class=\"n\">{}</td><td>{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td "
      "class=\"n\">{}</td><td class=\"n\">{}</td></tr>\n",
      name, grouped(bin.logins), grouped(bin.failed), percent(share(bin.failed, bin.logins)),
      outcomes(bin), milliseconds(bin.waits.p50), milliseconds(bin.waits.p90),
      milliseconds(bin.waits.p99), milliseconds(bin.waits.max));
}

Html table(std::string_view about, std::string_view caption, std::string_view first,
           const Html& rows) {
  return scrolling(
      about,
      html("<table class=\"logins\"><caption>{}</caption><thead><tr>{}</tr></thead>\n<tbody>\n"
           "{}</tbody></table>",
           caption,
           headings({first, "logins", "failed", "share", "how", "p50 ms", "p90", "p99", "max"}),
           rows));
}

Html by_phase(const PageInput& in) {
  Html rows;
  for (const Lane::Span& phase : driven_phases(in.history, in.time)) {
    rows += row(phase.state, logins_between(in.plan, in.history, in.time, phase.from, phase.to));
  }
  if (rows.empty()) return {};
  return table(
      "logins by phase",
      "By phase; waits in milliseconds of wall time, from the planned moment to the answer",
      "phase", rows);
}

Html by_time(const PageInput& in) {
  constexpr std::size_t kRows = 40;
  const LoginBins bins = login_bins(in.plan, in.history, in.time, kRows, 1);
  if (bins.bins.empty()) return {};
  Html rows;
  for (const LoginBin& bin : bins.bins) rows += row(signed_clock(bin.from_s), bin);
  return html(
      "<details class=\"figures\" open><summary>The charts in figures</summary>\n{}</details>\n",
      table("logins by time", "By time after the fault (minutes of model time)", "from", rows));
}

Html harm(const PageInput& in) {
  if (in.plan.faults.size() < 2) return {};
  const std::string text = harm_text(in.plan, in.judgement.harm);
  return html("<p>{}</p>\n",
              prose(text.empty() ? "No more logins failed than before the faults." : text + "."));
}

}  // namespace

Html impact_section(const PageInput& in) {
  Html body = by_backend(in.judgement.impact);
  body += harm(in);
  body += by_phase(in);
  body += by_time(in);
  return body.empty() ? Html() : section("impact", "Logins in figures", body);
}

}  // namespace misfire
