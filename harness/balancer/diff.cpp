#include <fmt/format.h>

#include <algorithm>

#include "balancer/balancer.hpp"

namespace misfire {
namespace {

constexpr std::size_t kContext = 3;
// The table of the longest common subsequence stays below this many cells; beyond it, the middle
// of the file is shown as replaced. Configurations of thousands of lines are below.
constexpr std::size_t kMostCells = 16u << 20;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));  // with its newline, so that a missing one is a change
    text.remove_prefix(end);
  }
  return lines;
}

/// One line of the comparison: ' ' in both, '-' only before, '+' only after.
struct Step {
  char sign;
  std::string_view line;
};

void compare_middle(const std::vector<std::string_view>& a, std::size_t a_begin, std::size_t a_end,
                    const std::vector<std::string_view>& b, std::size_t b_begin, std::size_t b_end,
                    std::vector<Step>& steps) {
  const std::size_t n = a_end - a_begin, m = b_end - b_begin;
  std::size_t i = 0, j = 0;
  if (n != 0 && m != 0 && n < kMostCells / m) {
    std::vector<std::uint32_t> common((n + 1) * (m + 1), 0);  // of the rest, from (i, j)
    const auto at = [&](std::size_t x, std::size_t y) -> std::uint32_t& {
      return common[x * (m + 1) + y];
    };
    for (std::size_t x = n; x-- > 0;) {
      for (std::size_t y = m; y-- > 0;) {
        at(x, y) = a[a_begin + x] == b[b_begin + y] ? at(x + 1, y + 1) + 1
                                                    : std::max(at(x + 1, y), at(x, y + 1));
      }
    }
    while (i < n && j < m) {
      if (a[a_begin + i] == b[b_begin + j]) {
        steps.push_back({' ', a[a_begin + i++]});
        ++j;
      } else if (at(i + 1, j) >= at(i, j + 1)) {
        steps.push_back({'-', a[a_begin + i++]});
      } else {
        steps.push_back({'+', b[b_begin + j++]});
      }
    }
  }
  while (i < n) steps.push_back({'-', a[a_begin + i++]});
  while (j < m) steps.push_back({'+', b[b_begin + j++]});
}

std::vector<Step> compare(std::string_view before, std::string_view after) {
  const auto a = lines_of(before), b = lines_of(after);
  std::size_t head = 0, tail = 0;
  const std::size_t shorter = std::min(a.size(), b.size());
  while (head < shorter && a[head] == b[head]) ++head;
  while (tail < shorter - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  std::vector<Step> steps;
  for (std::size_t i = 0; i < head; ++i) steps.push_back({' ', a[i]});
  compare_middle(a, head, a.size() - tail, b, head, b.size() - tail, steps);
  for (std::size_t i = a.size() - tail; i < a.size(); ++i) steps.push_back({' ', a[i]});
  return steps;
}

/// "start,count" as diff writes it: an empty range names the line before it.
std::string range(std::size_t lines_before, std::size_t count) {
  const std::size_t start = count == 0 ? lines_before : lines_before + 1;
  return count == 1 ? fmt::format("{}", start) : fmt::format("{},{}", start, count);
}

}  // namespace

std::string unified_diff(std::string_view before, std::string_view after, const std::string& name) {
  const std::vector<Step> steps = compare(before, after);
  std::string diff;
  std::size_t line_a = 0, line_b = 0;  // lines consumed up to `walked`
  std::size_t walked = 0;
  const auto walk_to = [&](std::size_t target) {
    for (; walked < target; ++walked) {
      line_a += steps[walked].sign != '+';
      line_b += steps[walked].sign != '-';
    }
  };
  for (std::size_t i = 0; i < steps.size();) {
    if (steps[i].sign == ' ') {
      ++i;
      continue;
    }
    const std::size_t begin = i - std::min(i, kContext);
    std::size_t last_change = i;  // the hunk goes on while changes are at most 2 contexts apart
    for (std::size_t j = i; j < steps.size() && j <= last_change + 2 * kContext + 1; ++j) {
      if (steps[j].sign != ' ') last_change = j;
    }
    const std::size_t end = std::min(steps.size(), last_change + kContext + 1);
    walk_to(begin);
    const std::size_t start_a = line_a, start_b = line_b;
    walk_to(end);
    if (diff.empty()) diff = fmt::format("--- {}\n+++ {}\n", name, name);
    diff += fmt::format("@@ -{} +{} @@\n", range(start_a, line_a - start_a),
                        range(start_b, line_b - start_b));
    for (std::size_t j = begin; j < end; ++j) {
      diff += steps[j].sign;
      diff += steps[j].line;
      if (!steps[j].line.ends_with('\n')) diff += "\n\\ No newline at end of file\n";
    }
    i = end;
  }
  return diff;
}

}  // namespace misfire
