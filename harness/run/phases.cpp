#include "run/phases.hpp"

#include <nlohmann/json.hpp>
#include <optional>

namespace misfire {

std::map<std::string, double> wall_by_phase(const History& history) {
  std::map<std::string, double> seconds;
  std::optional<std::pair<Phase, Instant>> current;
  const auto close = [&](Instant at) {
    if (current) seconds[to_string(current->first)] += to_seconds(at - current->second);
  };
  for (const Event& event : history.events) {
    if (const auto* began = std::get_if<PhaseBegan>(&event.fact)) {
      close(event.at);
      current = {began->phase, event.at};
    } else if (std::holds_alternative<RunEnded>(event.fact)) {
      close(event.at);
      current.reset();
    }
  }
  return seconds;
}

double overhead_of(const std::map<std::string, double>& wall_by_phase) {
  double overhead = 0;
  for (const auto& [phase, seconds] : wall_by_phase) {
    if (phase != to_string(Phase::baseline) && phase != to_string(Phase::fault) &&
        phase != to_string(Phase::recovery)) {
      overhead += seconds;
    }
  }
  return overhead;
}

std::map<std::string, std::string> versions_in_report(const fs::path& report) {
  std::map<std::string, std::string> versions;
  const auto text = read_file(report);
  if (!text) return versions;
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object() || !json.contains("versions") || !json["versions"].is_object())
    return versions;
  for (const auto& [program, version] : json["versions"].items()) {
    if (version.is_string()) versions[program] = version.get<std::string>();
  }
  return versions;
}

}  // namespace misfire
