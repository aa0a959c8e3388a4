#include "judge/match.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/duration.hpp"
#include "base/nearest.hpp"
#include "judge/words.hpp"
#include "plan/label_template.hpp"

namespace misfire {
namespace {

bool has_templates(const AlertRule& rule) {
  return std::any_of(rule.labels.begin(), rule.labels.end(),
                     [](const auto& entry) { return is_template(entry.second); });
}

Labels labels_of(const AlertRule& rule) {
  Labels labels = rule.labels;
  labels["alertname"] = rule.name;
  return labels;
}

/// Whether the component is decided by labels that only the series can tell.
bool decided_by_series(const MonitoringFacts& facts, const AlertRule& rule,
                       const std::string& component) {
  const auto found = facts.components.find(component);
  if (found == facts.components.end()) return false;
  const Labels known = labels_of(rule);
  return std::any_of(found->second.begin(), found->second.end(), [&](const auto& all_of) {
    bool open = false;
    for (const Matcher& matcher : all_of) {
      const auto value = known.find(matcher.label);
      if (value == known.end() || is_template(value->second)) {
        open = true;
      } else if (!matcher.matches(known)) {
        return false;
      }
    }
    return open;
  });
}

bool could_blame(const MonitoringFacts& facts, const AlertRule& rule,
                 const std::string& component) {
  return component_of(facts, labels_of(rule)) == component ||
         is_template(label(rule.labels, "component")) || decided_by_series(facts, rule, component);
}

/// Of a rule that asks for the time of the day, the week or the year: that function, as `why` tells
/// of it. It answers by the wall clock at speed 1, too.
std::string asks_the_calendar(const AlertRule& rule) {
  for (const char* function : {"minute()", "hour()", "day_of_week()", "day_of_month()",
                               "day_of_year()", "days_in_month()", "month()", "year()"}) {
    if (rule.why.find(fmt::format("{} follows the wall clock", function)) != std::string::npos)
      return function;
  }
  return {};
}

std::string limits_text(const Labels& labels) {
  std::string text;
  for (const auto& [key, value] : labels) {
    text += fmt::format("{}{}=\"{}\"", text.empty() ? "" : ", ", key, value);
  }
  return text;
}

}  // namespace

bool same_alert(const Labels& a, const Labels& b) {
  if (label(a, "alertname") != label(b, "alertname")) return false;
  return std::all_of(a.begin(), a.end(), [&](const auto& entry) {
    const auto other = b.find(entry.first);
    return other == b.end() || other->second == entry.second;
  });
}

const std::string& label(const Labels& labels, std::string_view name) {
  static const std::string none;
  const auto found = labels.find(std::string(name));
  return found == labels.end() ? none : found->second;
}

bool counts_as_page(const MonitoringFacts& facts, const Labels& labels) {
  return is_page(facts, labels) && !is_ignored(facts, labels);
}

bool could_page(const MonitoringFacts& facts, const AlertRule& rule) {
  const Labels labels = labels_of(rule);
  if (is_ignored(facts, labels)) return false;
  if (is_page(facts, labels) || facts.alerts_relabelled) return true;
  return std::any_of(facts.pages.begin(), facts.pages.end(), [&](const auto& page) {
    const auto found = rule.labels.find(page.first);
    return found != rule.labels.end() && is_template(found->second);
  });
}

bool serves(const MonitoringFacts& facts, const std::string& receiver, const std::string& team) {
  const auto found = facts.teams.find(team);
  return found != facts.teams.end() &&
         std::find(found->second.begin(), found->second.end(), receiver) != found->second.end();
}

Wanted wanted(const MonitoringFacts& facts, const ExpectAlert& spec) {
  Wanted w;
  w.team = spec.team;
  w.within = spec.within;
  w.gap = spec.gap;
  if (spec.symptom) {
    w.what = "a page for the symptom";
    w.no_rule = "no rule of the configuration pages for a symptom (a page without a component)";
  } else if (spec.name) {
    w.what = ticked(*spec.name);
    w.no_rule = fmt::format("no rule named {} in the configuration", ticked(*spec.name));
    std::vector<std::string> names;
    for (const AlertRule& rule : facts.rules) names.push_back(rule.name);
    if (const auto near = nearest(*spec.name, names)) {
      w.no_rule += fmt::format(" (the nearest is {})", ticked(*near));
    }
  } else {
    w.what = "an alert";
  }
  if (!spec.labels.empty()) {
    w.what += " with " + limits_text(spec.labels);
    if (!spec.name && !spec.symptom) {
      w.no_rule = "no rule of the configuration has " + limits_text(spec.labels);
    }
  }
  w.matches = [&facts, spec](const Labels& labels) {
    if (is_ignored(facts, labels)) return false;
    if (spec.symptom && (!is_page(facts, labels) || !component_of(facts, labels).empty())) {
      return false;
    }
    if (spec.name && *spec.name != label(labels, "alertname")) return false;
    return std::all_of(spec.labels.begin(), spec.labels.end(), [&](const auto& entry) {
      const auto found = labels.find(entry.first);
      return found != labels.end() && found->second == entry.second;
    });
  };
  w.could_match = [&facts, spec](const AlertRule& rule) {
    const Labels labels = labels_of(rule);
    if (is_ignored(facts, labels)) return false;
    if (spec.symptom) {
      if (!could_page(facts, rule) || !component_of(facts, labels).empty()) return false;
    }
    if (spec.name && *spec.name != rule.name) return false;
    return std::all_of(spec.labels.begin(), spec.labels.end(), [&](const auto& entry) {
      const auto found = labels.find(entry.first);
      return found == labels.end() || found->second == entry.second || is_template(found->second);
    });
  };
  return w;
}

Wanted wanted(const MonitoringFacts& facts, const ExpectBlame& spec) {
  Wanted w;
  w.what = "a page that blames " + ticked(spec.component);
  w.no_rule = "no rule of the configuration pages and blames " + ticked(spec.component);
  w.team = spec.team;
  w.within = spec.within;
  w.gap = spec.gap;
  w.matches = [&facts, spec](const Labels& labels) {
    return counts_as_page(facts, labels) && component_of(facts, labels) == spec.component;
  };
  w.could_match = [&facts, spec](const AlertRule& rule) {
    return could_page(facts, rule) && could_blame(facts, rule, spec.component);
  };
  return w;
}

bool breaks(const MonitoringFacts& facts, const ExpectQuiet& quiet, const Labels& labels,
            const std::string& receiver) {
  // An alert that is named may be a ticket, and is not to come as one either.
  if (quiet.name ? is_ignored(facts, labels) : !counts_as_page(facts, labels)) return false;
  if (quiet.component && component_of(facts, labels) != *quiet.component) return false;
  if (quiet.name && label(labels, "alertname") != *quiet.name) return false;
  if (quiet.team) {
    const auto team = labels.find("team");
    const bool labelled = team != labels.end() && team->second == *quiet.team;
    if (!labelled && !serves(facts, receiver, *quiet.team)) return false;
  }
  return true;
}

bool still_forbids(const ExpectQuiet& quiet, ModelDuration after_fault) {
  return !quiet.until || after_fault < *quiet.until;
}

bool could_break(const MonitoringFacts& facts, const ExpectQuiet& quiet, const AlertRule& rule) {
  if (quiet.name ? is_ignored(facts, labels_of(rule)) : !could_page(facts, rule)) return false;
  if (quiet.component && !could_blame(facts, rule, *quiet.component)) return false;
  if (quiet.name && rule.name != *quiet.name) return false;
  if (quiet.team) {
    // Routing decides who gets it; a label that names another known team is taken at its word.
    const auto team = rule.labels.find("team");
    if (team != rule.labels.end() && team->second != *quiet.team &&
        facts.teams.contains(team->second)) {
      return false;
    }
  }
  return true;
}

bool surely_breaks(const MonitoringFacts& facts, const ExpectQuiet& quiet, const AlertRule& rule) {
  if (facts.alerts_relabelled || has_templates(rule)) return false;
  const Labels labels = labels_of(rule);
  if (quiet.component) {
    for (const auto& [other, matchers] : facts.components) {
      if (other != *quiet.component && decided_by_series(facts, rule, other)) return false;
    }
  }
  return breaks(facts, quiet, labels, {});
}

std::vector<RuleBudget> breakers(const Plan& plan, const ExpectQuiet& quiet) {
  const MonitoringFacts& facts = plan.monitoring;
  const BudgetHints hints{expected_share(plan.scenario), {}};
  std::vector<RuleBudget> found;
  for (const AlertRule& rule : facts.rules) {
    if (!could_break(facts, quiet, rule)) continue;
    found.push_back(rule_budget(facts, rule, hints, [&](const AlertRule& mate) {
      return !surely_breaks(facts, quiet, mate);
    }));
  }
  return found;
}

std::string distrust(const Plan& plan, const AlertRule& rule) {
  if (!rule.window_filled) {
    return fmt::format("the window of {} ({}) was not filled", ticked(rule.name),
                       human_duration(rule.longest_window));
  }
  if (rule.compressible == Compressible::no && plan.speed > 1) {
    return fmt::format("{} does not keep its meaning at speed {:g}{}", ticked(rule.name),
                       plan.speed, rule.why.empty() ? "" : ": " + rule.why);
  }
  const TimelineSpec& timeline = plan.scenario.timeline;
  if (const auto asks = asks_the_calendar(rule); !asks.empty() && timeline.at_where.line > 0) {
    return fmt::format("{} asks for the time: {} follows the wall clock, not timeline.at ({})",
                       ticked(rule.name), asks, timeline.at);
  }
  return {};
}

std::vector<const AlertRule*> rules_of(const MonitoringFacts& facts, const Labels& labels) {
  std::vector<const AlertRule*> found;
  const auto name = labels.find("alertname");
  for (const AlertRule& rule : facts.rules) {
    if (name == labels.end() || rule.name != name->second) continue;
    const bool fits = std::all_of(rule.labels.begin(), rule.labels.end(), [&](const auto& entry) {
      const auto value = labels.find(entry.first);
      return value == labels.end() || value->second == entry.second || is_template(entry.second);
    });
    if (fits) found.push_back(&rule);
  }
  return found;
}

std::string distrust(const Plan& plan, const Labels& labels) {
  for (const AlertRule* rule : rules_of(plan.monitoring, labels)) {
    if (auto why = distrust(plan, *rule); !why.empty()) return why;
  }
  return {};
}

}  // namespace misfire
