// A comparison for a terminal, for a pull request and for machines.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "judge/words.hpp"
#include "replay/compare.hpp"
#include "report/clock_text.hpp"
#include "report/markdown.hpp"
#include "report/paint.hpp"

namespace misfire {
namespace {

using Json = nlohmann::ordered_json;

struct Look {
  const char* mark;
  Ink ink;
};

Look look_of(Weight weight) {
  switch (weight) {
    case Weight::regression:
      return {"✗", Ink::red};
    case Weight::untold:
      return {"?", Ink::yellow};
    case Weight::change:
      return {"~", Ink::plain};
    case Weight::improvement:
      return {"✓", Ink::green};
  }
  return {" ", Ink::plain};
}

/// "+2:00", "-0:12".
std::string shift_text(double seconds) {
  return (seconds < 0 ? "-" : "+") + clock_text(std::abs(seconds));
}

/// "pending 0:35 → 0:35, firing 1:35 → 3:35".
std::string stages_text(const Difference& difference) {
  std::string text;
  for (const Difference::Stage& stage : difference.stages) {
    if (!stage.before_s || !stage.now_s) continue;
    text += fmt::format("{}{} {} → {}", text.empty() ? "" : ", ", stage.name,
                        clock_text(*stage.before_s), clock_text(*stage.now_s));
  }
  return text;
}

std::string sentence(const Difference& difference) {
  std::string text = difference.text;
  if (difference.shift_s) text += fmt::format(" ({})", shift_text(*difference.shift_s));
  return text;
}

std::string verdicts(const ScenarioComparison& scenario) {
  return scenario.before == scenario.now
             ? to_string(scenario.now)
             : fmt::format("{} → {}", to_string(scenario.before), to_string(scenario.now));
}

std::string summary(const SuiteComparison& comparison) {
  std::set<std::string> names;
  for (const auto& scenario : comparison.scenarios) names.insert(scenario.scenario);
  const auto all = static_cast<std::int64_t>(comparison.scenarios.size());
  std::string text = counted(static_cast<std::int64_t>(names.size()), "scenario", "scenarios");
  if (static_cast<std::int64_t>(names.size()) < all) {
    text += fmt::format(" in {}", counted(all, "pair of runs", "pairs of runs"));
  }
  const auto told = [&](Weight weight, const char* one, const char* many) {
    if (const int n = comparison.count(weight); n > 0) text += ", " + counted(n, one, many);
  };
  told(Weight::regression, "regression", "regressions");
  told(Weight::untold, "cannot be told", "cannot be told");
  told(Weight::change, "changed", "changed");
  told(Weight::improvement, "improved", "improved");
  if (const auto n = static_cast<std::int64_t>(comparison.not_compared.size()); n > 0) {
    text += fmt::format(", {} not compared", n);
  }
  bool none = comparison.not_compared.empty() && comparison.only_before.empty();
  for (const auto& scenario : comparison.scenarios) none = none && scenario.differences.empty();
  return text + (none ? ", no difference" : "");
}

}  // namespace

std::string suite_comparison_text(const SuiteComparison& comparison, TerminalStyle style) {
  const Paint paint(style.colour);
  const auto width = static_cast<std::size_t>(style.width);
  std::string text = paint(Ink::bold, left("Compared", 13)) + summary(comparison) + '\n';
  for (const RuleChange& rule : comparison.rules) {
    const bool first = &rule == &comparison.rules.front();
    text += paint(Ink::bold, left(first ? "Rules" : "", 13)) +
            wrap(printable(rule.text), width, 13, 13) + '\n';
  }
  for (const ScenarioComparison& scenario : comparison.scenarios) {
    text += fmt::format("{} {}: {}\n",
                        scenario.differences.empty() ? paint(Ink::dim, "=")
                                                     : paint(look_of(scenario.weight()).ink,
                                                             look_of(scenario.weight()).mark),
                        printable(scenario.scenario), verdicts(scenario));
    for (const Difference& difference : scenario.differences) {
      const Look how = look_of(difference.weight);
      text += fmt::format("    {} {}  {}\n", paint(how.ink, how.mark),
                          paint(how.ink, left(difference.kind, 16)),
                          wrap(printable(sentence(difference)), width, 24, 24));
      if (const auto stages = stages_text(difference); !stages.empty()) {
        text += std::string(24, ' ') + paint(Ink::dim, wrap(stages, width, 24, 24)) + '\n';
      }
    }
  }
  for (const NotCompared& one : comparison.not_compared) {
    text += fmt::format("{} {}: {}\n", paint(Ink::yellow, "?"), printable(one.scenario),
                        wrap(printable("cannot be told: " + one.why), width, 4, 4));
  }
  for (const auto& [names, where] :
       {std::pair(&comparison.only_before, "before"), {&comparison.only_now, "now"}}) {
    for (const std::string& name : *names) {
      text += fmt::format("  {} is there only {}\n", printable(name), where);
    }
  }
  return text;
}

std::string suite_comparison_markdown(const SuiteComparison& comparison) {
  std::string text = fmt::format("### misfire: {}\n\n", summary(comparison));
  for (const RuleChange& rule : comparison.rules) {
    text += fmt::format("- rules: {}\n", markdown_prose(rule.text));
  }
  if (!comparison.rules.empty()) text += '\n';
  text += "| | scenario | verdict | what | |\n| --- | --- | --- | --- | --- |\n";
  for (const ScenarioComparison& scenario : comparison.scenarios) {
    if (scenario.differences.empty()) {
      text += fmt::format("| = | {} | {} | | |\n", markdown_prose(scenario.scenario),
                          verdicts(scenario));
    }
    bool first = true;
    for (const Difference& difference : scenario.differences) {
      const std::string stages = stages_text(difference);
      text += fmt::format("| {} | {} | {} | {} | {}{} |\n", look_of(difference.weight).mark,
                          first ? markdown_prose(scenario.scenario) : "",
                          first ? verdicts(scenario) : "", markdown_prose(difference.kind),
                          markdown_prose(sentence(difference)),
                          stages.empty() ? "" : "<br>" + markdown_prose(stages));
      first = false;
    }
  }
  for (const NotCompared& one : comparison.not_compared) {
    text += fmt::format("| ? | {} | | cannot be told | {} |\n", markdown_prose(one.scenario),
                        markdown_prose(one.why));
  }
  for (const auto& [names, where] :
       {std::pair(&comparison.only_before, "before"), {&comparison.only_now, "now"}}) {
    for (const std::string& name : *names) {
      text += fmt::format("\n{} is there only {}.\n", markdown_prose(name), where);
    }
  }
  return text;
}

std::string suite_comparison_json(const SuiteComparison& comparison) {
  const auto optional = [](const std::optional<double>& seconds) {
    return seconds ? Json(std::round(*seconds * 1000) / 1000) : Json(nullptr);
  };
  Json scenarios = Json::array();
  for (const ScenarioComparison& scenario : comparison.scenarios) {
    Json differences = Json::array();
    for (const Difference& difference : scenario.differences) {
      Json one = {{"weight", to_string(difference.weight)},
                  {"kind", difference.kind},
                  {"about", difference.about},
                  {"text", difference.text}};
      if (difference.shift_s) one["shift_s"] = optional(difference.shift_s);
      if (!difference.stages.empty()) {
        Json stages = Json::object();
        for (const Difference::Stage& stage : difference.stages) {
          stages[stage.name] = {{"before_s", optional(stage.before_s)},
                                {"now_s", optional(stage.now_s)}};
        }
        one["stages"] = std::move(stages);
      }
      differences.push_back(std::move(one));
    }
    scenarios.push_back({{"scenario", scenario.scenario},
                         {"before", to_string(scenario.before)},
                         {"now", to_string(scenario.now)},
                         {"differences", std::move(differences)}});
  }
  Json not_compared = Json::array();
  for (const NotCompared& one : comparison.not_compared) {
    not_compared.push_back({{"scenario", one.scenario}, {"why", one.why}});
  }
  Json rules = Json::array();
  for (const RuleChange& rule : comparison.rules) {
    rules.push_back({{"alert", rule.alert}, {"text", rule.text}});
  }
  const Json whole = {{"schema", "misfire.compare/1"},
                      {"regressions", comparison.count(Weight::regression)},
                      {"rules", std::move(rules)},
                      {"scenarios", std::move(scenarios)},
                      {"not_compared", std::move(not_compared)},
                      {"only_before", comparison.only_before},
                      {"only_now", comparison.only_now}};
  return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace misfire
