// Many runs' reports as one, and the one verdict over them.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "judge/words.hpp"
#include "report/comparison_json.hpp"
#include "report/paint.hpp"
#include "report/repeats.hpp"
#include "report/report.hpp"

namespace misfire {
namespace {

using Json = nlohmann::ordered_json;

/// An unknown word proves nothing.
Verdict verdict_of(const Json& run) {
  const auto found = run.find("verdict");
  if (found == run.end() || !found->is_string()) return Verdict::invalid;
  for (Verdict verdict : {Verdict::pass, Verdict::fail, Verdict::unsupported}) {
    if (found->get<std::string>() == to_string(verdict)) return verdict;
  }
  return Verdict::invalid;
}

Json spreads(const std::vector<Repeats>& all) {
  Json scenarios = Json::array();
  for (const Repeats& one : all) {
    Json stages = Json::array();
    for (const auto& [alert, stage, s] : one.stages) {
      stages.push_back({{"alert", alert},
                        {"stage", stage},
                        {"runs", s.runs},
                        {"min_s", s.min},
                        {"median_s", s.median},
                        {"p95_s", s.p95},
                        {"max_s", s.max}});
    }
    scenarios.push_back({{"scenario", one.scenario},
                         {"verdicts", one.verdicts},
                         {"flip_rate", one.flip_rate},
                         {"stages", std::move(stages)}});
  }
  return scenarios;
}

Json parsed(const std::string& text) {
  Json run = Json::parse(text, nullptr, false);
  if (run.is_object()) return run;
  return {{"schema", "misfire.run/1"},
          {"verdict", to_string(Verdict::invalid)},
          {"reasons", {"the run left no readable report"}}};
}

}  // namespace

Verdict suite_verdict(const std::vector<Verdict>& verdicts) {
  const auto any = [&](Verdict wanted) {
    return std::find(verdicts.begin(), verdicts.end(), wanted) != verdicts.end();
  };
  if (any(Verdict::fail)) return Verdict::fail;
  // No run at all proves nothing.
  if (verdicts.empty() || any(Verdict::invalid)) return Verdict::invalid;
  return Verdict::pass;
}

std::string not_run_json(const std::string& scenario, const std::string& system,
                         const Errors& errors) {
  Json reasons = Json::array();
  for (const Error& error : errors) reasons.push_back(to_string(error));
  const Json run = {{"schema", "misfire.run/1"},
                    {"scenario", scenario},
                    {"system", system},
                    {"verdict", to_string(Verdict::invalid)},
                    {"reasons", std::move(reasons)}};
  return run.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string suite_text(const std::vector<SuiteLine>& lines, TerminalStyle style) {
  const Paint paint(style.colour);
  std::string text = paint(Ink::bold, left("Suite", 13)), counts;
  for (Verdict verdict : {Verdict::pass, Verdict::fail, Verdict::unsupported, Verdict::invalid}) {
    const auto count = std::count_if(
        lines.begin(), lines.end(), [&](const SuiteLine& line) { return line.verdict == verdict; });
    if (count > 0) counts += fmt::format(", {} {}", grouped(count), to_string(verdict));
  }
  text += counted(static_cast<std::int64_t>(lines.size()), "run", "runs") + counts + '\n';
  std::vector<std::pair<const SuiteLine*, int>> once;
  for (const SuiteLine& line : lines) {
    const auto said = std::find_if(once.begin(), once.end(),
                                   [&](const auto& other) { return *other.first == line; });
    if (said == once.end()) {
      once.emplace_back(&line, 1);
    } else {
      ++said->second;
    }
  }
  for (const auto& [line, times] : once) {
    const std::string sentence = printable(line->scenario + ": " + line->headline) +
                                 (times > 1 ? fmt::format(" (×{})", times) : "");
    text += paint(ink_of(line->verdict), left(to_string(line->verdict), 13)) +
            wrap(sentence, static_cast<std::size_t>(style.width), 13, 13) + '\n';
  }
  return text;
}

std::string with_tries(const std::string& report, const std::vector<std::string>& earlier) {
  Json run = parsed(report);
  run["tries"] = earlier.size() + 1;
  Json tries = Json::array();
  for (const std::string& text : earlier) {
    const Json one = parsed(text);
    Json told = Json::object();
    for (const char* key : {"run_id", "verdict", "reasons", "folder"}) {
      if (one.contains(key)) told[key] = one[key];
    }
    tries.push_back(std::move(told));
  }
  if (!tries.empty()) run["earlier_tries"] = std::move(tries);
  return run.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string suite_json(const std::vector<std::string>& run_reports, Verdict of_none,
                       const Comparison* comparison, TimesOf times) {
  Json runs = Json::array();
  std::vector<Verdict> verdicts;
  for (const std::string& text : run_reports) {
    runs.push_back(parsed(text));
    verdicts.push_back(verdict_of(runs.back()));
  }
  Json counts = Json::object();
  for (Verdict verdict : {Verdict::pass, Verdict::fail, Verdict::unsupported, Verdict::invalid}) {
    counts[to_string(verdict)] = std::count(verdicts.begin(), verdicts.end(), verdict);
  }
  Json suite = {{"schema", "misfire.suite/1"},
                {"verdict", to_string(verdicts.empty() ? of_none : suite_verdict(verdicts))},
                {"counts", std::move(counts)}};
  if (const auto repeats = repeats_of(run_reports, times); !repeats.empty()) {
    suite["repeats"] = spreads(repeats);
  }
  if (comparison != nullptr) suite["comparison"] = comparison_json(*comparison);
  suite["runs"] = std::move(runs);
  return suite.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace misfire
