// What to do about it: rules that were late, missing or blind, budgets without room, runbooks.
#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"
#include "report/bounds_text.hpp"
#include "report/markdown.hpp"
#include "report/postmortem/chapters.hpp"

namespace misfire {
namespace {

constexpr double kRoom = 0.2;  // of a limit: who has less left will miss it by bad luck

const AlertRule* rule_named(const Plan& plan, const std::string& name) {
  const auto& rules = plan.monitoring.rules;
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [&](const AlertRule& rule) { return rule.name == name; });
  return found == rules.end() ? nullptr : &*found;
}

std::string place_of(const AlertRule* rule) {
  return rule == nullptr || rule->file.empty()
             ? ""
             : fmt::format(" ({}:{})", markdown_code(rule->file), rule->where.line);
}

/// Which of an alert's stages took longest, and what of the configuration decides it.
std::string slowest(const PostmortemInput& in, const AlertOutcome& alert) {
  const auto longest = std::max_element(
      alert.measured.begin(), alert.measured.end(),
      [](const MeasuredStage& a, const MeasuredStage& b) { return a.took < b.took; });
  if (longest == alert.measured.end()) return {};
  const AlertRule* rule = rule_named(in.plan, alert.name);
  std::string lever;
  if (longest->stage == "pending")
    lever = "its range and threshold, and how often it is scraped and evaluated, decide that";
  if (longest->stage == "firing" && rule != nullptr)
    lever = fmt::format("its `for` is {}", human_duration(rule->hold));
  if (longest->stage == "sent") lever = "Prometheus took that long to hand it over";
  if (longest->stage == "notified")
    lever = "grouping in Alertmanager decides that (`group_wait`, `group_interval`)";
  return fmt::format("{} of it until it was {}: {}", human_duration(longest->took), longest->stage,
                     lever);
}

class Measures {
 public:
  explicit Measures(const PostmortemInput& in) : in_(in) {}

  std::string text() {
    missed();
    for (const AlertOutcome& alert : in_.judgement.alerts) {
      late_or_tight(alert);
      outside(alert);
    }
    silent();
    gaps();
    if (!in_.judgement.restored && !in_.judgement.restoration_differences.empty()) {
      add("Find out why taking the change back did not bring the balancer back to what it was.");
    }
    if (in_.judgement.verdict == Verdict::invalid) {
      add("Run the scenario again once the reason is gone: this run proves nothing.");
    }
    return items_.empty() ? "Nothing has to change: every expectation was met with room to spare.\n"
                          : items_;
  }

 private:
  void missed() {
    for (const ExpectationOutcome& outcome : in_.judgement.expectations) {
      if (!outcome.fails()) continue;
      std::string action;
      if (outcome.kind == "alert") action = "Make sure that";
      if (outcome.kind == "blame") action = "Point people to the right component: see that";
      if (outcome.kind == "quiet") action = "Stop the page that misleads: see that";
      if (outcome.kind == "unexplained")
        action = "Explain or remove what nobody expected: see that";
      if (outcome.kind == "recovery")
        action = "Find out what kept it from being well again: see that";
      if (outcome.kind == "impact") action = "Look at the scenario first: it assumes that";
      if (action.empty()) continue;
      add(fmt::format("{} {}. Here: {}.", action, markdown_prose(outcome.text),
                      markdown_prose(outcome.observed)));
    }
  }

  void late_or_tight(const AlertOutcome& alert) {
    if (!alert.expected || !alert.within || !alert.notified) return;
    const double left = 1 - alert.notified->seconds() / alert.within->seconds();
    if (left >= kRoom) return;
    const std::string took = slowest(in_, alert);
    add(fmt::format("{} {}{} earlier: it came {} {} its limit of {}{}.",
                    left < 0 ? "Let" : "Consider letting", markdown_code(alert.name),
                    place_of(rule_named(in_.plan, alert.name)) + " come",
                    human_duration(model_seconds(std::abs(left) * alert.within->seconds())),
                    left < 0 ? "after" : "before", human_duration(*alert.within),
                    took.empty() ? "" : ", " + markdown_prose(took)));
  }

  void outside(const AlertOutcome& alert) {
    for (const MeasuredStage& stage : alert.measured) {
      if (!stage.outside) continue;
      add(fmt::format("Find out why {} was {} {} after {}: its configuration allows {}.",
                      markdown_code(alert.name), stage.stage, human_duration(stage.took),
                      stage.from, bounds_text(stage.budget)));
    }
  }

  void silent() {
    for (const SilentAlert& one : in_.judgement.silent) {
      add(fmt::format("Give {} something to read ({}:{}): {}", markdown_code(one.alert),
                      markdown_code(one.file), one.line, markdown_prose(one.text)));
    }
  }

  void gaps() {
    for (const ExpectationOutcome& outcome : in_.judgement.expectations) {
      if (!outcome.gap || outcome.gap_state == GapState::none) continue;
      const std::string ticket = markdown(outcome.gap->ticket);
      if (outcome.gap_state == GapState::closed) {
        add(fmt::format("Take the gap {} out of the scenario: it is closed.", ticket));
      } else {
        add(fmt::format("Close {} (excused until {}{}).", ticket, markdown(outcome.gap->until),
                        outcome.gap_state == GapState::expired ? ", which is over" : ""));
      }
    }
  }

  void add(const std::string& item) { items_ += "- [ ] " + item + "\n"; }

  const PostmortemInput& in_;
  std::string items_;
};

/// Of the alerts that came or should have come.
std::string runbooks(const PostmortemInput& in) {
  std::string text;
  for (const AlertOutcome& alert : in.judgement.alerts) {
    const auto found = in.facts.runbooks.find(alert.name);
    if (found == in.facts.runbooks.end()) continue;
    // Anything else than a web address would be no link.
    const bool link = found->second.starts_with("https://") || found->second.starts_with("http://");
    text += fmt::format("- {}: {}\n", markdown_code(alert.name),
                        link && found->second.find_first_of(" <>\n\t") == std::string::npos
                            ? "<" + found->second + ">"
                            : markdown_code(found->second));
  }
  return text.empty() ? "" : "\nRunbooks:\n\n" + text;
}

}  // namespace

std::string postmortem_measures(const PostmortemInput& in) {
  return "## Corrective measures\n\n" + Measures(in).text() + runbooks(in) + "\n";
}

}  // namespace misfire
