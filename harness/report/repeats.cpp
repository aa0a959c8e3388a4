#include "report/repeats.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "judge/words.hpp"
#include "report/clock_text.hpp"
#include "report/paint.hpp"
#include "report/run_figures.hpp"

namespace misfire {
namespace {

/// One scenario's runs as they are read.
struct Reading {
  Repeats repeats;
  std::vector<std::string> valid;            ///< verdicts, in order
  std::vector<std::vector<double>> seconds;  ///< as long as repeats.stages

  void add(const RunFigures& run, TimesOf times) {
    ++repeats.verdicts[run.verdict];
    if (run.proves) valid.push_back(run.verdict);
    if (!run.proves && times == TimesOf::valid_runs) return;
    for (const RunFigures::Alert& alert : run.alerts) {
      if (!alert.expected) continue;
      for (const char* stage : kStageNames) {
        const auto at = alert.stages.find(stage);
        if (at != alert.stages.end()) values_of(alert.name, stage).push_back(at->second);
      }
    }
  }

  std::vector<double>& values_of(const std::string& alert, const std::string& stage) {
    const auto found = std::find_if(
        repeats.stages.begin(), repeats.stages.end(),
        [&](const Repeats::Stage& one) { return one.alert == alert && one.stage == stage; });
    const auto index = static_cast<std::size_t>(found - repeats.stages.begin());
    if (found == repeats.stages.end()) {
      repeats.stages.push_back({alert, stage, {}});
      seconds.emplace_back();
    }
    return seconds[index];
  }

  Repeats finish() {
    int flips = 0;
    for (std::size_t i = 1; i < valid.size(); ++i) flips += valid[i] != valid[i - 1] ? 1 : 0;
    if (valid.size() > 1) repeats.flip_rate = flips / static_cast<double>(valid.size() - 1);
    for (std::size_t i = 0; i < seconds.size(); ++i) {
      repeats.stages[i].seconds = spread_of(std::move(seconds[i]));
    }
    return std::move(repeats);
  }
};

}  // namespace

std::vector<Repeats> repeats_of(const std::vector<std::string>& run_reports, TimesOf times) {
  std::vector<Reading> scenarios;
  std::map<std::string, std::size_t> runs, place;
  std::vector<RunFigures> all;
  for (const std::string& text : run_reports) {
    if (auto run = run_figures(text)) all.push_back(std::move(*run));
  }
  tell_systems_apart(all);
  for (const RunFigures& run : all) {
    const std::string& name = run.scenario;
    const auto [found, fresh] = place.try_emplace(name, scenarios.size());
    if (fresh) {
      scenarios.emplace_back();
      scenarios.back().repeats.scenario = name;
    }
    ++runs[name];
    scenarios[found->second].add(run, times);
  }
  std::vector<Repeats> repeats;
  for (Reading& one : scenarios) {
    if (runs[one.repeats.scenario] > 1) repeats.push_back(one.finish());
  }
  return repeats;
}

std::string repeats_text(const std::vector<Repeats>& all, TerminalStyle style) {
  const Paint paint(style.colour);
  constexpr std::size_t kCell = 9;
  std::string text;
  for (const Repeats& one : all) {
    std::string counts;
    for (const auto& [verdict, count] : one.verdicts) {
      counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, verdict);
    }
    text += (text.empty() ? "" : "\n") + paint(Ink::bold, printable(one.scenario)) +
            fmt::format(": {}; flip rate {}\n", counts, percent(one.flip_rate));
    if (one.stages.empty()) continue;
    std::size_t width = 0;
    for (const auto& stage : one.stages) {
      width = std::max(width, columns(stage.alert) + stage.stage.size() + 3);
    }
    text += std::string(width, ' ');
    for (const char* column : {"min", "median", "p95", "max", "runs"}) {
      text += paint(Ink::dim, right(column, kCell));
    }
    text += '\n';
    for (const auto& stage : one.stages) {
      const Spread& s = stage.seconds;
      text += left(fmt::format("  {} {}", printable(stage.alert), stage.stage), width);
      for (const double value : {s.min, s.median, s.p95, s.max}) {
        text += right(clock_text(value), kCell);
      }
      text += right(std::to_string(s.runs), kCell) + '\n';
    }
  }
  return text;
}

}  // namespace misfire
