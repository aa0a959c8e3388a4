#include "report/by_system.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "judge/words.hpp"
#include "report/clock_text.hpp"
#include "report/paint.hpp"
#include "report/repeats.hpp"

namespace misfire {
namespace {

/// One system's runs of one scenario as they are read.
struct Reading {
  BySystem::Row row;
  std::vector<double> failed;
  std::map<std::string, std::vector<double>> notified;

  void add(const RunFigures& run) {
    ++row.verdicts[run.verdict];
    if (const auto kind = run.conditions.find("balancer"); kind != run.conditions.end()) {
      row.balancer = kind->second;
    }
    if (!run.proves) return;
    if (run.failed_ratio) failed.push_back(*run.failed_ratio);
    std::map<std::string, double> first;
    for (const RunFigures::Alert& alert : run.alerts) {
      const auto at = alert.stages.find("notified");
      if (!alert.expected || at == alert.stages.end()) continue;
      const auto [known, fresh] = first.try_emplace(alert.team, at->second);
      if (!fresh) known->second = std::min(known->second, at->second);
    }
    for (const auto& [team, seconds] : first) notified[team].push_back(seconds);
    if (!run.blamed.empty()) ++row.blamed[run.blamed];
  }

  BySystem::Row finish() {
    if (!failed.empty()) row.failed_ratio = spread_of(std::move(failed)).median;
    for (auto& [team, seconds] : notified) {
      row.notified[team] = spread_of(std::move(seconds)).median;
    }
    return std::move(row);
  }
};

template <class Items, class Is>
typename Items::iterator find_or_add(Items& items, Is is, typename Items::value_type fresh) {
  const auto found = std::find_if(items.begin(), items.end(), is);
  if (found != items.end()) return found;
  items.push_back(std::move(fresh));
  return std::prev(items.end());
}

struct ReadScenario {
  BySystem scenario;
  std::vector<Reading> systems;

  void add(const RunFigures& run) {
    const auto system =
        find_or_add(systems, [&](const Reading& one) { return one.row.system == run.system; },
                    {{run.system, {}, {}, {}, {}, {}}, {}, {}});
    system->add(run);
    scenario.blames = scenario.blames || run.expects_blame;
    for (const RunFigures::Alert& alert : run.alerts) {
      if (!alert.expected || alert.team.empty()) continue;
      auto& teams = scenario.teams;
      find_or_add(
          teams, [&](const std::string& team) { return team == alert.team; }, alert.team);
    }
  }
};

std::string verdicts_text(const BySystem::Row& row) {
  if (row.verdicts.size() == 1) {
    const auto& [verdict, runs] = *row.verdicts.begin();
    return runs == 1 ? verdict : fmt::format("{} ×{}", verdict, runs);
  }
  std::string text;
  for (const auto& [verdict, runs] : row.verdicts) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", runs, verdict);
  }
  return text;
}

std::string blamed_text(const BySystem::Row& row) {
  std::string text;
  for (const auto& [component, runs] : row.blamed) {
    text += (text.empty() ? "" : ", ") + component;
    if (row.blamed.size() > 1) text += fmt::format(" ×{}", runs);
  }
  return text.empty() ? "nothing" : text;
}

/// Files of one folder need no mention of it.
std::string name_of(const BySystem::Row& row, const BySystem& among) {
  if (row.system.empty()) return "the default system";
  const fs::path file = row.system;
  const bool together =
      std::all_of(among.rows.begin(), among.rows.end(), [&](const BySystem::Row& other) {
        return other.system.empty() || fs::path(other.system).parent_path() == file.parent_path();
      });
  return together ? file.filename().string() : row.system;
}

/// Cells by row and column; the first row is the head.
using Table = std::vector<std::vector<std::string>>;

Table table_of(const BySystem& one) {
  Table table = {{one.scenario, "balancer", "verdict", "failed"}};
  for (const std::string& team : one.teams) table[0].push_back(team + " told");
  if (one.blames) table[0].push_back("blamed");
  for (const BySystem::Row& row : one.rows) {
    const bool proves = row.failed_ratio.has_value();
    std::vector<std::string> cells = {"  " + name_of(row, one), row.balancer, verdicts_text(row),
                                      proves ? percent(*row.failed_ratio) : "-"};
    for (const std::string& team : one.teams) {
      const auto at = row.notified.find(team);
      cells.push_back(at != row.notified.end() ? clock_text(at->second) : proves ? "never" : "-");
    }
    if (one.blames) cells.push_back(proves ? blamed_text(row) : "-");
    for (std::string& cell : cells) cell = printable(cell);
    table.push_back(std::move(cells));
  }
  return table;
}

}  // namespace

std::vector<BySystem> by_system(const std::vector<RunFigures>& runs) {
  std::vector<ReadScenario> scenarios;
  for (const RunFigures& run : runs) {
    find_or_add(scenarios,
                [&](const ReadScenario& one) { return one.scenario.scenario == run.scenario; },
                {{run.scenario, {}, false, {}}, {}})
        ->add(run);
  }
  std::vector<BySystem> all;
  for (ReadScenario& one : scenarios) {
    if (one.systems.size() < 2) continue;
    for (Reading& system : one.systems) one.scenario.rows.push_back(system.finish());
    all.push_back(std::move(one.scenario));
  }
  return all;
}

std::string by_system_text(const std::vector<BySystem>& all, TerminalStyle style) {
  const Paint paint(style.colour);
  std::string text;
  for (const BySystem& one : all) {
    const Table table = table_of(one);
    std::vector<std::size_t> widths(table[0].size());
    for (const auto& row : table) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        widths[i] = std::max(widths[i], columns(row[i]));
      }
    }
    if (!text.empty()) text += '\n';
    for (const auto& row : table) {
      std::string line;
      for (std::size_t i = 0; i < row.size(); ++i) {
        const bool last = i + 1 == row.size();
        const bool figure = i >= 3 && !(last && one.blames);
        const std::string cell = figure ? right(row[i], widths[i]) : left(row[i], widths[i]);
        line += (i == 0 ? "" : "  ") + cell;
      }
      line.erase(line.find_last_not_of(' ') + 1);
      text += (&row == table.data() ? paint(Ink::bold, line) : line) + '\n';
    }
  }
  return text;
}

}  // namespace misfire
