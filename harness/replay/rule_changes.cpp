#include "replay/rule_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "base/duration.hpp"
#include "judge/words.hpp"

namespace misfire {
namespace {

using ByName = std::map<std::string, std::vector<const AlertRule*>>;

ByName by_name(const std::vector<AlertRule>& rules) {
  ByName all;
  for (const AlertRule& rule : rules) all[rule.name].push_back(&rule);
  return all;
}

/// How an expression is laid out means nothing.
std::string without_spaces(std::string text) {
  std::erase_if(text, [](unsigned char c) { return std::isspace(c) != 0; });
  return text;
}

void changed(const AlertRule& before, const AlertRule& now, std::vector<RuleChange>& all) {
  const auto add = [&](std::string text) { all.push_back({now.name, std::move(text)}); };
  const auto duration = [&](const char* what, ModelDuration then, ModelDuration here) {
    if (then == here) return;
    add(fmt::format("{} of {} is {} instead of {}", what, ticked(now.name), human_duration(here),
                    human_duration(then)));
  };
  duration("`for`", before.hold, now.hold);
  duration("the evaluation interval", before.interval, now.interval);
  if (without_spaces(before.expr) != without_spaces(now.expr)) {
    add(fmt::format("{} has another expression", ticked(now.name)));
  }
  if (before.labels != now.labels) add(fmt::format("{} has other labels", ticked(now.name)));
}

}  // namespace

std::vector<RuleChange> rule_changes(const std::vector<AlertRule>& before,
                                     const std::vector<AlertRule>& now) {
  std::vector<RuleChange> all;
  const ByName then = by_name(before), here = by_name(now);
  for (const auto& [name, rules] : here) {
    const auto found = then.find(name);
    const std::size_t known = found == then.end() ? 0 : found->second.size();
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (i < known) {
        changed(*found->second[i], *rules[i], all);
      } else {
        all.push_back({name, fmt::format("{} is new", ticked(name))});
      }
    }
  }
  for (const auto& [name, rules] : then) {
    const auto found = here.find(name);
    const std::size_t left = found == here.end() ? 0 : found->second.size();
    for (std::size_t i = left; i < rules.size(); ++i) {
      all.push_back({name, fmt::format("{} is gone", ticked(name))});
    }
  }
  return all;
}

}  // namespace misfire
