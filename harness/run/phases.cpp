#include "run/phases.hpp"

#include <algorithm>
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

namespace {

double beyond(const std::map<std::string, double>& wall_by_phase, double baseline) {
  const auto found = wall_by_phase.find(to_string(Phase::baseline));
  return found == wall_by_phase.end() ? 0 : std::max(0.0, found->second - baseline);
}

}  // namespace

double overhead_of(const std::map<std::string, double>& wall_by_phase, double baseline) {
  double overhead = beyond(wall_by_phase, baseline);
  for (const auto& [phase, seconds] : wall_by_phase) {
    if (phase != to_string(Phase::baseline) && phase != to_string(Phase::fault) &&
        phase != to_string(Phase::recovery)) {
      overhead += seconds;
    }
  }
  return overhead;
}

double unavoidable_wait(const History& history, double baseline) {
  std::optional<Instant> ready;
  for (const Event& event : history.events) {
    if (const auto* part = std::get_if<PartReady>(&event.fact);
        part && part->part == "prometheus") {
      ready = event.at;
    }
    const auto* began = std::get_if<PhaseBegan>(&event.fact);
    if (began && began->phase == Phase::baseline && ready) {
      return to_seconds(event.at - *ready) + beyond(wall_by_phase(history), baseline);
    }
  }
  return 0;
}

void recall(RunFacts& facts, const fs::path& report) {
  const auto text = read_file(report);
  if (!text) return;
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object()) return;
  if (const auto phase = json.find("phase"); phase != json.end() && phase->is_number_integer()) {
    facts.phase = phase->get<int>();
  }
  if (const auto system = json.find("system"); system != json.end() && system->is_string()) {
    facts.system = system->get<std::string>();
  }
  const auto versions = json.find("versions");
  if (versions == json.end() || !versions->is_object()) return;
  for (const auto& [program, version] : versions->items()) {
    if (version.is_string()) facts.versions[program] = version.get<std::string>();
  }
}

}  // namespace misfire
