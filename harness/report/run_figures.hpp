// The figures of one run that can be compared with another's, read from its report.json. Pure.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace misfire {

/// The stages of an alert's way, in order, as report.json names them.
inline constexpr const char* kStageNames[] = {"effect", "pending", "firing", "sent", "notified"};

struct RunFigures {
  std::string scenario, system, verdict;
  /// Pass or fail: anything else proves nothing, and its figures mean nothing.
  bool proves = false;
  std::optional<double> failed_ratio;  ///< of the logins while the fault lasted
  struct Alert {
    std::string name, team;
    bool expected = false;
    std::map<std::string, double> stages;  ///< those that were reached: seconds after the fault
  };
  std::vector<Alert> alerts;
  bool expects_blame = false;
  std::string blamed;  ///< the component, if any was
  /// What it was made of and ran under: "speed" → "30", "rules/login.yml" → a digest.
  std::map<std::string, std::string> conditions;
};

/// What cannot be read is left out; nothing for what is no object.
std::optional<RunFigures> run_figures(const nlohmann::json& report);
std::optional<RunFigures> run_figures(const std::string& report_json);

/// What runs of a scenario on one of several systems are called.
std::string on_system(const std::string& scenario, const std::string& system);

/// Runs of one scenario on several systems are of several scenarios: nothing is said by taking them
/// together.
void tell_systems_apart(std::vector<RunFigures>&);

}  // namespace misfire
