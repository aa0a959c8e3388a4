// What it takes to believe the run, and to repeat it.
#include "judge/words.hpp"
#include "report/page/scrolling.hpp"
#include "report/page/sections.hpp"
#include "report/repeat_command.hpp"

namespace misfire {
namespace {

Html row(std::string_view name, const Html& value) {
  return html("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n", name, value);
}

template <class Value>
Html rows(const std::map<std::string, Value>& all) {
  Html text;
  for (const auto& [name, value] : all) text += row(name, html("{}", value));
  return text;
}

Html table(std::string_view kind, const Html& rows) {
  return html("<table class=\"{}\"><tbody>\n{}</tbody></table>", kind, rows);
}

Html list(std::string_view summary, const std::vector<std::string>& all) {
  if (all.empty()) return {};
  Html items;
  for (const std::string& one : all) items += html("<li>{}</li>\n", prose(one));
  return html("<details><summary>{} <small>{}</small></summary>\n<ul>\n{}</ul></details>\n",
              summary, all.size(), items);
}

std::string wall_time(const RunFacts& facts) {
  std::string text;
  double total = 0;
  for (const auto& [phase, s] : facts.wall_s) {
    text += fmt::format("{}{} {:.1f} s", text.empty() ? "" : ", ", phase, s);
    total += s;
  }
  return fmt::format("{:.1f} s ({})", total, text);
}

}  // namespace

Html provenance_section(const PageInput& in) {
  const Plan& plan = in.plan;
  Html facts = row("run", html("<code>{}</code>", plan.run_id));
  facts += row("balancer", html("{} (engine {})", plan.balancer, plan.engine));
  facts += row("speed, seed, phase",
               html("{}, {}, {}", fmt::format("{:g}", plan.speed), plan.seed, in.facts.phase));
  facts += rows(in.facts.versions);
  facts += rows(in.facts.images);
  if (!in.facts.wall_s.empty()) facts += row("wall time", html("{}", wall_time(in.facts)));
  facts += row("folder", html("<code>{}</code>", in.facts.folder.string()));
  Html body = html("<p>This command repeats the run:</p>\n");
  body += scrolling_text("the command that repeats the run", "",
                         html("{}", repeat_command(plan, in.facts)));
  body += scrolling("what was run", table("facts", facts));
  body += list("What was changed in the files so that they run here", plan.changes);
  body += list("What could not be scaled or kept", plan.limits);
  if (!plan.files.empty()) {
    body += html(
        "<details><summary>Digests of the files that were run <small>{}</small></summary>\n{}"
        "</details>\n",
        plan.files.size(), scrolling("digests", table("", rows(plan.files))));
  }
  return section("provenance", "Where this comes from", body);
}

}  // namespace misfire
