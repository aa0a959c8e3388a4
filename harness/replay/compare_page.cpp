// A comparison as a page: what changed most in one sentence, then each difference with its stages
// before and now as bars.
#include <algorithm>
#include <cctype>

#include "base/duration.hpp"
#include "judge/words.hpp"
#include "replay/compare.hpp"
#include "report/clock_text.hpp"
#include "report/page/document.hpp"
#include "report/page/sections.hpp"

namespace misfire {
namespace {

struct Look {
  const char* sign;
  const char* kind;  ///< of the style
};

Look look_of(Weight weight) {
  switch (weight) {
    case Weight::regression:
      return {"✗", "bad"};
    case Weight::untold:
      return {"?", "open"};
    case Weight::change:
      return {"~", ""};
    case Weight::improvement:
      return {"✓", "good"};
  }
  return {"", ""};
}

std::string shift_text(double seconds) {
  return fmt::format("{} {}", human_duration(model_seconds(std::abs(seconds))),
                     seconds < 0 ? "earlier" : "later");
}

/// Of what weighs the same, what is about an alert whose rule was changed comes first: the rest
/// follows from it.
const Difference* weightiest(const SuiteComparison& comparison) {
  const auto unchanged = [&](const Difference& one) {
    return std::none_of(comparison.rules.begin(), comparison.rules.end(),
                        [&](const RuleChange& rule) { return rule.alert == one.about; });
  };
  const auto place = [&](const Difference& one) { return std::pair(one.weight, unchanged(one)); };
  const Difference* first = nullptr;
  for (const ScenarioComparison& scenario : comparison.scenarios) {
    for (const Difference& difference : scenario.differences) {
      if (first == nullptr || place(difference) < place(*first)) first = &difference;
    }
  }
  return first;
}

/// In how many scenarios the same happened to the same alert.
std::int64_t as_often(const SuiteComparison& comparison, const Difference& what) {
  return std::count_if(comparison.scenarios.begin(), comparison.scenarios.end(),
                       [&](const ScenarioComparison& scenario) {
                         return std::any_of(scenario.differences.begin(),
                                            scenario.differences.end(), [&](const Difference& one) {
                                              return one.kind == what.kind &&
                                                     one.about == what.about;
                                            });
                       });
}

/// "; the rules differ in one thing: `for` of `TrafficImbalance` is 4 min instead of 2 min"
std::string rules_text(const SuiteComparison& comparison) {
  if (comparison.rules.empty()) return {};
  const auto n = static_cast<std::int64_t>(comparison.rules.size());
  if (n > 1) return fmt::format("; the rules differ in {} things", grouped(n));
  return "; the rules differ in one thing: " + comparison.rules.front().text;
}

std::string headline(const SuiteComparison& comparison) {
  const Difference* first = weightiest(comparison);
  if (first == nullptr) {
    const bool whole = comparison.not_compared.empty() && comparison.only_before.empty();
    return (whole ? "Nothing that matters has changed"
                  : "Of what could be compared nothing has changed") +
           rules_text(comparison) + ".";
  }
  std::string text = first->kind + ": " + first->text;
  text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  if (first->shift_s) text += ", " + shift_text(*first->shift_s);
  if (const auto n = as_often(comparison, *first); n > 1) {
    text += fmt::format(" (in {})", counted(n, "scenario", "scenarios"));
  }
  return text + rules_text(comparison) + ".";
}

/// Where the sentence on top only counts them.
Html changed_rules(const SuiteComparison& comparison) {
  if (comparison.rules.size() < 2) return {};
  Html items;
  for (const RuleChange& rule : comparison.rules) items += html("<li>{}</li>\n", prose(rule.text));
  return section("rules", "What the rules differ in", html("<ul>\n{}</ul>\n", items));
}

Html bar(const char* name, const Difference& difference,
         std::optional<double> Difference::Stage::*side, double longest) {
  Html stages;
  double from = 0;
  std::string told;
  for (const Difference::Stage& stage : difference.stages) {
    if (!(stage.*side)) continue;
    const double to = *(stage.*side);
    stages += html("<span class=\"stage {}\" style=\"left:{}%;width:{}%\"></span>", stage.name,
                   fmt::format("{:.3f}", 100 * from / longest),
                   fmt::format("{:.3f}", 100 * std::max(to - from, 0.0) / longest));
    told += fmt::format("{}{} {}", told.empty() ? "" : ", ", stage.name, clock_text(to));
    from = std::max(from, to);
  }
  if (told.empty()) told = "never";
  return html(
      "<div class=\"side\"><span class=\"when\">{}</span><div class=\"took\" role=\"img\" "
      "aria-label=\"{}: {}\">{}</div><span class=\"told\">{}</span></div>\n",
      name, name, told, stages, told);
}

/// Of all of a scenario's bars, so that they can be compared with each other.
double longest_of(const ScenarioComparison& scenario) {
  double longest = 1;
  for (const Difference& difference : scenario.differences) {
    for (const Difference::Stage& stage : difference.stages) {
      longest = std::max({longest, stage.before_s.value_or(0), stage.now_s.value_or(0)});
    }
  }
  return longest;
}

Html bars(const Difference& difference, double longest) {
  if (difference.stages.empty()) return {};
  Html both = bar("before", difference, &Difference::Stage::before_s, longest);
  both += bar("now", difference, &Difference::Stage::now_s, longest);
  return html("<div class=\"sides\">\n{}</div>\n", both);
}

Html one(const Difference& difference, double longest) {
  const Look look = look_of(difference.weight);
  return html(
      "<li class=\"{}\"><span class=\"mark\" aria-hidden=\"true\">{}</span> <strong>{}</strong> "
      "{}{}{}</li>\n",
      look.kind, look.sign, difference.kind, prose(difference.text),
      difference.shift_s ? html(" <span class=\"tag\">{}</span>", shift_text(*difference.shift_s))
                         : Html(),
      bars(difference, longest));
}

Html one(const ScenarioComparison& scenario) {
  Html items;
  const double longest = longest_of(scenario);
  for (const Difference& difference : scenario.differences) items += one(difference, longest);
  const std::string verdicts =
      scenario.before == scenario.now
          ? to_string(scenario.now)
          : fmt::format("{} → {}", to_string(scenario.before), to_string(scenario.now));
  return html("<h3>{} <span class=\"tag\">{}</span></h3>\n<ul class=\"differences\">\n{}</ul>\n",
              scenario.scenario, verdicts, items);
}

Html differing(const SuiteComparison& comparison) {
  std::vector<const ScenarioComparison*> order;
  for (const auto& scenario : comparison.scenarios) {
    if (!scenario.differences.empty()) order.push_back(&scenario);
  }
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return a->weight() < b->weight(); });
  Html all;
  for (const auto* scenario : order) all += one(*scenario);
  return all.empty() ? Html() : section("differences", "What is different", all);
}

Html list(std::string_view id, std::string_view heading, const std::vector<std::string>& items) {
  if (items.empty()) return {};
  Html all;
  for (const std::string& item : items) all += html("<li>{}</li>\n", prose(item));
  return section(id, heading, html("<ul>\n{}</ul>\n", all));
}

Html card(std::string_view name, std::int64_t n, std::string_view kind) {
  return html("<div class=\"card {}\"><dt>{}</dt><dd><strong>{}</strong></dd></div>\n",
              n > 0 ? kind : std::string_view(), name, n);
}

}  // namespace

std::string suite_comparison_page(const SuiteComparison& comparison) {
  const int red = comparison.count(Weight::regression);
  Html cards =
      card("scenarios compared", static_cast<std::int64_t>(comparison.scenarios.size()), "");
  cards += card("regressions", red, "bad");
  cards += card("cannot be told any longer", comparison.count(Weight::untold), "");
  cards += card("changed", comparison.count(Weight::change), "");
  cards += card("improved", comparison.count(Weight::improvement), "good");
  Html body = html(
      "<header class=\"verdict {}\">\n<p class=\"scenario\">Two suites compared</p>\n<h1>{}</h1>\n"
      "<dl class=\"cards tight\">\n{}</dl>\n</header>\n",
      red > 0 ? "fail" : "pass", prose(headline(comparison)), cards);
  body += changed_rules(comparison);
  body += differing(comparison);
  std::vector<std::string> same, untold, alone;
  for (const auto& scenario : comparison.scenarios) {
    if (scenario.differences.empty()) same.push_back(scenario.scenario);
  }
  for (const NotCompared& each : comparison.not_compared) {
    untold.push_back(each.scenario + ": " + each.why);
  }
  for (const auto& name : comparison.only_before) alone.push_back(name + " is there only before");
  for (const auto& name : comparison.only_now) alone.push_back(name + " is there only now");
  body += list("same", "Without a difference", same);
  body += list("untold", "Not compared", untold);
  body += list("alone", "In one suite only", alone);
  return document({"misfire: two suites compared", body, {}, {}});
}

}  // namespace misfire
