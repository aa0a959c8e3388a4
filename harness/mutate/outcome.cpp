#include "mutate/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "judge/words.hpp"
#include "report/paint.hpp"

namespace misfire {
namespace {

/// Of the tries at one mutant: each kind's column.
const MutantOutcome* find(const MutationReport& report, const std::string& alert, MutantKind kind) {
  const auto found =
      std::find_if(report.outcomes.begin(), report.outcomes.end(), [&](const MutantOutcome& one) {
        return one.mutant == Mutant{alert, kind};
      });
  return found == report.outcomes.end() ? nullptr : &*found;
}

std::vector<std::string> alerts_in(const MutationReport& report) {
  std::vector<std::string> names;
  for (const MutantOutcome& one : report.outcomes) {
    if (names.empty() || names.back() != one.mutant.alert) names.push_back(one.mutant.alert);
  }
  return names;
}

bool is_hole(Fate fate) {
  return fate == Fate::survived || fate == Fate::untold;
}

const char* mark(Fate fate) {
  switch (fate) {
    case Fate::killed:
      return "✓ ";
    case Fate::unsteady:
      return "✓ ";
    case Fate::untested:
      return "~ ";
    case Fate::untold:
      return "? ";
    case Fate::survived:
      return "✗ ";
  }
  return "  ";
}

constexpr std::size_t kCell = 17;

std::string cell(const MutantOutcome* one) {
  if (one == nullptr) return "  " + std::string(kCell, ' ');
  std::string text = one->scenario;
  if (one->fate == Fate::unsteady) text = "always on";
  if (is_hole(one->fate) || one->fate == Fate::untested) text = to_string(one->fate);
  return mark(one->fate) + left(text, kCell);
}

std::string share(const MutationReport& report) {
  const int all = static_cast<int>(report.outcomes.size());
  const int killed = report.count(Fate::killed) + report.count(Fate::unsteady);
  std::string text =
      fmt::format("{} of {} killed ({:.0f} %)", killed, counted(all, "mutant", "mutants"),
                  all == 0 ? 0 : 100.0 * killed / all);
  if (const int on = report.count(Fate::unsteady); on > 0) {
    text += fmt::format(", {} of them as they are always on", on);
  }
  if (const int reasoned = report.count(Fate::untested); reasoned > 0) {
    text += fmt::format("; {} untested, with a reason", reasoned);
  }
  return text;
}

}  // namespace

const char* to_string(Fate fate) {
  switch (fate) {
    case Fate::killed:
      return "killed";
    case Fate::unsteady:
      return "always on";
    case Fate::untold:
      return "not told";
    case Fate::survived:
      return "survived";
    case Fate::untested:
      return "untested";
  }
  return "?";
}

Seen seen_in(const Judgement& mutated, const std::string& alert) {
  if (mutated.verdict == Verdict::fail) {
    for (const ExpectationOutcome& outcome : mutated.expectations) {
      if (outcome.fails()) return {Fate::killed, outcome.text};
    }
    return {Fate::killed, mutated.reasons.empty() ? "" : mutated.reasons.front()};
  }
  if (mutated.verdict == Verdict::pass) return {Fate::survived, ""};
  // The second is how one that fired before anybody listened is told of.
  const std::string name = ticked(alert);
  const std::string on[] = {fmt::format("the baseline was not steady: {} ", name),
                            fmt::format("Prometheus sent {} as resolved, but never before", name)};
  for (const std::string& reason : mutated.reasons) {
    if (reason.starts_with(on[0]) || reason.starts_with(on[1])) return {Fate::unsteady, reason};
  }
  return {Fate::untold, mutated.reasons.empty() ? "" : mutated.reasons.front()};
}

int MutationReport::count(Fate fate) const {
  return static_cast<int>(
      std::count_if(outcomes.begin(), outcomes.end(),
                    [&](const MutantOutcome& one) { return one.fate == fate; }));
}

bool MutationReport::no_hole() const {
  return std::none_of(outcomes.begin(), outcomes.end(),
                      [](const MutantOutcome& one) { return is_hole(one.fate); });
}

std::string mutation_text(const MutationReport& report, TerminalStyle style) {
  const Paint paint(style.colour);
  std::string out = fmt::format(
      "{}, decided by {}\n\n",
      counted(static_cast<std::int64_t>(report.outcomes.size()), "mutant", "mutants"),
      counted(static_cast<std::int64_t>(report.scenarios.size()), "scenario", "scenarios"));
  constexpr std::size_t kName = 21;
  out += left("alert", kName);
  for (const MutantKind kind : kMutantKinds) out += "  " + left(to_string(kind), kCell);
  while (out.back() == ' ') out.pop_back();
  out += "\n";
  for (const std::string& alert : alerts_in(report)) {
    std::string line = left(printable(alert), kName - 1) + " ";
    for (const MutantKind kind : kMutantKinds) line += cell(find(report, alert, kind));
    while (line.back() == ' ') line.pop_back();
    out += line + "\n";
  }
  const auto list = [&](const char* heading, auto which) {
    std::string lines;
    const auto& all = report.outcomes;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!which(all[i].fate)) continue;
      std::string changes = to_string(all[i].mutant.kind);
      // What is the same of an alert's mutants is told once.
      while (i + 1 < all.size() && all[i + 1].mutant.alert == all[i].mutant.alert &&
             which(all[i + 1].fate) && all[i + 1].why == all[i].why) {
        changes += std::string(", ") + to_string(all[++i].mutant.kind);
      }
      lines +=
          wrap("  " + printable(fmt::format("{} {}: {}", all[i].mutant.alert, changes, all[i].why)),
               static_cast<std::size_t>(style.width), 4, 0) +
          "\n";
    }
    if (!lines.empty()) out += fmt::format("\n{}\n{}", heading, lines);
  };
  list("holes: no scenario would notice", is_hole);
  list("untested", [](Fate fate) { return fate == Fate::untested; });
  if (!report.not_used.empty()) out += "\nnot used\n";
  for (const NotUsed& one : report.not_used) {
    out += wrap("  " + printable(fmt::format("{}: {}", one.scenario, one.why)),
                static_cast<std::size_t>(style.width), 4, 0) +
           "\n";
  }
  out += "\n" + paint(report.no_hole() ? Ink::green : Ink::red, share(report));
  return out;
}

std::string mutation_json(const MutationReport& report) {
  nlohmann::json mutants = nlohmann::json::array(), not_used = nlohmann::json::array();
  for (const MutantOutcome& one : report.outcomes) {
    mutants.push_back({{"alert", one.mutant.alert},
                       {"change", to_string(one.mutant.kind)},
                       {"fate", to_string(one.fate)},
                       {"scenario", one.scenario},
                       {"why", one.why},
                       {"live", one.live}});
  }
  for (const NotUsed& one : report.not_used) {
    not_used.push_back({{"scenario", one.scenario}, {"why", one.why}});
  }
  const int killed = report.count(Fate::killed) + report.count(Fate::unsteady);
  const std::size_t all = report.outcomes.size();
  return nlohmann::json{
      {"schema", "misfire.mutate/1"},
      {"killed", killed},
      {"always_on", report.count(Fate::unsteady)},
      {"untested", report.count(Fate::untested)},
      {"holes", report.count(Fate::survived) + report.count(Fate::untold)},
      {"share", all == 0 ? 0.0 : static_cast<double>(killed) / static_cast<double>(all)},
      {"mutants", std::move(mutants)},
      {"scenarios", report.scenarios},
      {"not_used", std::move(not_used)}}
      .dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace misfire
