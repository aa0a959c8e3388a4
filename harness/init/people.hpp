// Who is woken by what: the pages, teams and their receivers, as Alertmanager's routes and the
// rules have them. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "monitor/yaml_tree.hpp"
#include "plan/plan.hpp"

namespace misfire {

struct PeopleGuess {
  std::map<std::string, std::vector<std::string>> pages;  ///< label → values that wake somebody
  std::string why_pages;
  std::map<std::string, std::vector<std::string>> teams;  ///< team → receivers
  std::string why_teams;
  std::vector<std::string> ignore;       ///< alerts that always fire
  std::vector<std::string> why_ignored;  ///< of those that fire because a job stays out of the run
  /// Whom a page about logins that fail reaches, and by which rule; "" where no rule pages for
  /// anything like it.
  std::string symptom_team, symptom_rule;
  bool symptom_has_component = false;  ///< its rule blames one: it is expected by its name
};

PeopleGuess guess_people(const YamlTree& alertmanager, const std::vector<AlertRule>& rules);

/// "identity-oncall", "team-identity", "pagerduty_identity" → "identity".
std::string team_of_receiver(const std::string& receiver);

}  // namespace misfire
