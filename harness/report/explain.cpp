#include "report/explain.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"
#include "judge/expectation.hpp"
#include "plan/budget.hpp"
#include "report/budget_text.hpp"
#include "report/paint.hpp"
#include "scenario/param_text.hpp"

namespace misfire {
namespace {

/// A difference of the user's files, line by line.
std::string indent(std::string_view text, const std::string& by) {
  std::string out;
  for (std::size_t end = 0; !text.empty(); text.remove_prefix(std::min(end + 1, text.size()))) {
    end = std::min(text.find('\n'), text.size());
    out += by + printable(text.substr(0, end)) + '\n';
  }
  while (!out.empty() && (out.back() == ' ' || out.back() == '\n')) out.pop_back();
  return out;
}

std::string params_text(const PlannedFault& fault) {
  std::string params;
  for (const auto& [name, value] : fault.params) {
    params += fmt::format("{}{} = {}", params.empty() ? "" : ", ", name, param_text(value));
  }
  return printable(params);
}

void list(std::string& out, const char* heading, const std::vector<std::string>& lines) {
  if (lines.empty()) return;
  out += fmt::format("\n{}\n", heading);
  for (const std::string& line : lines) out += "  - " + printable(line) + "\n";
}

}  // namespace

std::string plan_text(const Plan& plan, TerminalStyle style) {
  const Scenario& s = plan.scenario;
  std::string out = fmt::format("{}: {}\n", s.name, printable(s.title));
  const auto both = [&](ModelDuration d) {
    return fmt::format("{} ({:.1f} s of wall time)", format_duration(d),
                       to_seconds(to_wall(d, plan.speed)));
  };
  out += fmt::format("\nsystem     {}, pool {} with {} servers, engine {}\n", plan.balancer,
                     printable(plan.pool), plan.servers.size(), plan.engine);
  if (!plan.backends.empty()) out += fmt::format("backends   {}\n", printable(plan.backends));
  if (!plan.login.empty()) out += fmt::format("login      {}\n", printable(plan.login));
  out += fmt::format("load       {:.1f} logins/s from {} users, seed {}\n", plan.load.per_second,
                     plan.load.users, plan.seed);
  out += fmt::format("speed      {:g}\n", plan.speed);
  out += fmt::format("baseline   {}\n", both(s.timeline.baseline));
  for (const PlannedFault& fault : plan.alert_faults) {
    out += fmt::format("fault      {}: {} {{ {} }} all the time\n{}\n", fault.id, fault.name,
                       params_text(fault), indent(fault.change, "             "));
  }
  for (const PlannedFault& fault : plan.faults) {
    out += fmt::format("fault      {}: {} {{ {} }} at {}", fault.id, fault.name, params_text(fault),
                       format_duration(fault.at));
    if (fault.lasts) out += fmt::format(", at most {}", both(*fault.lasts));
    out += fault.runtime ? ", at run time:\n" : "\n";
    if (!fault.change.empty()) out += indent(fault.change, "             ") + "\n";
  }
  out += fmt::format("recovery   at most {}\n", both(s.timeline.recovery));
  list(out, "unsupported: a run would start nothing", plan.unsupported);

  out += "\nexpectations\n";
  const Instant now = from_nanos(0);
  for (const auto& expectation : make_expectations(plan)) {
    const ExpectationOutcome outcome = expectation->outcome(now);
    out += fmt::format("  {:<9} {}\n", outcome.kind, printable(outcome.text));
  }

  out += budget_text(plan, style);

  out += "\nalerts, and the latest time to notify after their cause\n";
  std::size_t width = 0;
  for (const AlertRule& rule : plan.monitoring.rules) {
    width = std::max(width, columns(printable(rule.name)));
  }
  for (const AlertRule& rule : plan.monitoring.rules) {
    out += fmt::format(
        "  {}  {:>12}  {}{}\n", left(printable(rule.name), width),
        human_duration(budget_of(plan.monitoring, rule).latest()),
        is_page(plan.monitoring, rule.labels) ? "page  " : "      ",
        rule.compressible == Compressible::yes
            ? ""
            : fmt::format("[{}: {}]", to_string(rule.compressible), printable(rule.why)));
  }
  list(out, "changed so that it runs here", plan.changes);
  list(out, "limits", plan.limits);
  return out;
}

}  // namespace misfire
