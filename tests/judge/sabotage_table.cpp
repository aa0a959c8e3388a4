#include <fmt/format.h>

#include "judge/sabotage.hpp"

namespace misfire::testing {
namespace {

int index_of(Verdict verdict) {
  return verdict == Verdict::pass ? 0 : verdict == Verdict::fail ? 1 : 2;
}

/// "12 invalid", "3 pass, 9 invalid", or a dash where nothing was tried.
std::string cell(const int (&after)[3]) {
  constexpr const char* kNames[] = {"pass", "fail", "invalid"};
  std::string text;
  for (int i = 0; i < 3; ++i) {
    if (after[i] > 0) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", after[i], kNames[i]);
    }
  }
  return text.empty() ? "–" : text;
}

}  // namespace

void note(Outcomes& outcomes, Verdict before, Verdict after) {
  ++outcomes.counts[index_of(before)][index_of(after)];
}

std::string table(const std::vector<Outcomes>& all) {
  std::string text =
      "| what | corruption | pass became | fail became | invalid became |\n"
      "| --- | --- | --- | --- | --- |\n";
  Outcomes sum{"", "all", {}};
  for (const Outcomes& one : all) {
    text += fmt::format("| {} | {} | {} | {} | {} |\n", one.family, one.name, cell(one.counts[0]),
                        cell(one.counts[1]), cell(one.counts[2]));
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 3; ++j) sum.counts[i][j] += one.counts[i][j];
    }
  }
  return text + fmt::format("| | **all** | {} | {} | {} |\n", cell(sum.counts[0]),
                            cell(sum.counts[1]), cell(sum.counts[2]));
}

}  // namespace misfire::testing
