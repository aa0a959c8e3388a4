#include "report/comparison.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <set>

#include "report/many_tests.hpp"
#include "report/two_samples.hpp"
#include "report/two_shares.hpp"

namespace misfire {
namespace {

using Runs = std::vector<const RunFigures*>;
using Row = Comparison::Row;
using Side = Comparison::Side;

constexpr double kNever = std::numeric_limits<double>::infinity();

Runs runs_of(const std::vector<RunFigures>& all, const std::string& scenario) {
  Runs runs;
  for (const RunFigures& run : all) {
    if (run.scenario == scenario) runs.push_back(&run);
  }
  return runs;
}

std::vector<std::string> scenarios_of(const std::vector<RunFigures>& runs) {
  std::vector<std::string> names;
  for (const RunFigures& run : runs) {
    if (std::find(names.begin(), names.end(), run.scenario) == names.end()) {
      names.push_back(run.scenario);
    }
  }
  return names;
}

// ---- what the runs were made of and ran under ----

bool is_digest(const std::string& value) {
  return value.size() == 40 && value.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::set<std::string> values_of(const Runs& runs, const std::string& condition) {
  std::set<std::string> values;
  for (const RunFigures* run : runs) {
    const auto found = run->conditions.find(condition);
    if (found != run->conditions.end()) values.insert(found->second);
  }
  return values;
}

std::vector<std::string> differences(const Runs& then, const Runs& now) {
  std::set<std::string> names;
  for (const Runs* runs : {&then, &now}) {
    for (const RunFigures* run : *runs) {
      for (const auto& [name, value] : run->conditions) names.insert(name);
    }
  }
  std::vector<std::string> told;
  for (const std::string& name : names) {
    const auto a = values_of(then, name), b = values_of(now, name);
    if (a == b) continue;
    const bool file =
        std::any_of(a.begin(), a.end(), is_digest) || std::any_of(b.begin(), b.end(), is_digest);
    if (file) {
      told.push_back(name + (a.empty()   ? " was not known then"
                             : b.empty() ? " is no longer part of it"
                                         : " has changed"));
    } else {
      const auto shown = [](const std::set<std::string>& values) {
        return values.empty() ? "unknown" : fmt::format("{}", fmt::join(values, " and "));
      };
      told.push_back(fmt::format("{}: {} then, {} now", name, shown(a), shown(b)));
    }
  }
  return told;
}

// ---- one figure ----

/// Unsorted; neither side is empty.
void fill(Row& row, const std::vector<double>& then, const std::vector<double>& now) {
  const auto side = [](std::vector<double> values) {
    std::sort(values.begin(), values.end());
    Side one;
    one.runs = values.size();
    for (const double value : values) one.reached += value < kNever ? 1 : 0;
    const double lower = values[(values.size() - 1) / 2], upper = values[values.size() / 2];
    one.value = lower == upper ? lower : (lower + upper) / 2;
    return one;
  };
  row.then = side(then);
  row.now = side(now);
  const TwoSamples compared = compare_samples(then, now, kFalseAlarms);
  row.p = compared.p;
  row.shift = compared.shift;
  row.low = compared.low;
  row.high = compared.high;
}

struct AlertKey {
  std::string name, team;
  bool operator==(const AlertKey&) const = default;
};

const RunFigures::Alert* entry_of(const RunFigures& run, const AlertKey& key) {
  const RunFigures::Alert* other = nullptr;
  for (const RunFigures::Alert& alert : run.alerts) {
    if (alert.name != key.name) continue;
    if (alert.expected && alert.team == key.team) return &alert;
    if (!alert.expected) other = &alert;  // it came, and another one had done before
  }
  return other;
}

/// What did not come counts as later than all that did: to leave it out would compare the best of
/// the one with all of the other.
std::vector<double> times_of(const Runs& runs, const AlertKey& key, const std::string& stage) {
  std::vector<double> times;
  for (const RunFigures* run : runs) {
    const RunFigures::Alert* alert = entry_of(*run, key);
    const bool reached = alert != nullptr && alert->stages.count(stage) > 0;
    times.push_back(reached ? alert->stages.at(stage) : kNever);
  }
  return times;
}

/// The same for every alert of a run.
std::vector<double> effects_of(const Runs& runs) {
  std::vector<double> times;
  for (const RunFigures* run : runs) {
    for (const RunFigures::Alert& alert : run->alerts) {
      const auto effect = alert.stages.find("effect");
      if (effect == alert.stages.end()) continue;
      times.push_back(effect->second);
      break;
    }
  }
  return times;
}

std::vector<AlertKey> expected_in(const Runs& now, const Runs& then) {
  std::vector<AlertKey> keys;
  for (const Runs* runs : {&now, &then}) {
    for (const RunFigures* run : *runs) {
      for (const RunFigures::Alert& alert : run->alerts) {
        const AlertKey key{alert.name, alert.team};
        if (alert.expected && std::find(keys.begin(), keys.end(), key) == keys.end()) {
          keys.push_back(key);
        }
      }
    }
  }
  return keys;
}

// ---- one scenario ----

std::vector<Row> rows_of(const Runs& all_then, const Runs& all_now) {
  const auto that_prove = [](const Runs& all) {
    Runs runs;
    std::copy_if(all.begin(), all.end(), std::back_inserter(runs),
                 [](const RunFigures* run) { return run->proves; });
    return runs;
  };
  const Runs then = that_prove(all_then), now = that_prove(all_now);
  std::vector<Row> rows;
  const auto add = [&](Row row, const std::vector<double>& a, const std::vector<double>& b) {
    if (a.empty() || b.empty()) return;
    fill(row, a, b);
    rows.push_back(std::move(row));
  };

  Row failed;
  failed.figure = Comparison::Figure::failed_runs;
  const auto share = [](const Runs& runs) {
    ShareOf fails{0, runs.size()};
    for (const RunFigures* run : runs) fails.hits += run->verdict == "fail" ? 1 : 0;
    return fails;
  };
  const ShareOf a = share(then), b = share(now);
  failed.then = {a.of, a.hits, a.of > 0 ? a.value() : 0};
  failed.now = {b.of, b.hits, b.of > 0 ? b.value() : 0};
  failed.shift = failed.now.value - failed.then.value;
  failed.low = -kNever;
  failed.high = kNever;
  if (a.of > 0 && b.of > 0) failed.p = compare_shares(a, b);
  rows.push_back(std::move(failed));

  const auto ratios = [](const Runs& runs) {
    std::vector<double> values;
    for (const RunFigures* run : runs) {
      if (run->failed_ratio) values.push_back(*run->failed_ratio);
    }
    return values;
  };
  Row logins;
  logins.figure = Comparison::Figure::failed_logins;
  add(logins, ratios(then), ratios(now));
  Row effect;
  effect.stage = "effect";
  add(effect, effects_of(then), effects_of(now));
  for (const AlertKey& key : expected_in(now, then)) {
    for (const std::string stage : kStageNames) {
      if (stage == "effect") continue;
      Row row;
      row.alert = key.name;
      row.team = key.team;
      row.stage = stage;
      const auto before = times_of(then, key, stage), after = times_of(now, key, stage);
      const auto came = [](const std::vector<double>& times) {
        return std::any_of(times.begin(), times.end(), [](double time) { return time < kNever; });
      };
      if (came(before) || came(after)) add(row, before, after);
    }
  }
  return rows;
}

/// How many runs on either side a comparison of so many figures needs.
std::size_t runs_needed(std::size_t tests) {
  std::size_t runs = 1;
  while (least_p(runs, runs) > kFalseAlarms / static_cast<double>(std::max<std::size_t>(tests, 1)))
    ++runs;
  return runs;
}

void rule(Comparison& comparison) {
  std::vector<Row*> rows;
  std::vector<OneTest> tests;
  for (auto& scenario : comparison.scenarios) {
    for (Row& row : scenario.rows) {
      rows.push_back(&row);
      tests.push_back({row.p, least_p(row.then.runs, row.now.runs)});
    }
  }
  const auto result = adjusted(tests, kFalseAlarms);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!result[i]) continue;
    rows[i]->adjusted = *result[i];
    rows[i]->change = *result[i] <= kFalseAlarms ? Change::beyond : Change::within;
  }
  comparison.needed = runs_needed(rows.size());
}

}  // namespace

const char* to_string(Change change) {
  switch (change) {
    case Change::beyond:
      return "beyond the noise";
    case Change::within:
      return "within the noise";
    case Change::unknown:
      return "too few runs to say";
  }
  return "?";
}

std::size_t Comparison::count(Change change) const {
  std::size_t count = 0;
  for (const ScenarioRows& scenario : scenarios) {
    for (const Row& row : scenario.rows) count += row.change == change ? 1 : 0;
  }
  return count;
}

Comparison compare(const std::string& file, const std::vector<RunFigures>& then,
                   const std::vector<RunFigures>& now) {
  Comparison comparison;
  comparison.file = file;
  const std::vector<std::string> before = scenarios_of(then), after = scenarios_of(now);
  const auto among = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const std::string& name : after) {
    if (!among(before, name)) {
      comparison.only_now.push_back(name);
      continue;
    }
    const Runs a = runs_of(then, name), b = runs_of(now, name);
    comparison.scenarios.push_back({name, differences(a, b), rows_of(a, b)});
  }
  for (const std::string& name : before) {
    if (!among(after, name)) comparison.only_then.push_back(name);
  }
  rule(comparison);
  return comparison;
}

}  // namespace misfire
