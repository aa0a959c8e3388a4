// Configurations in public style, with what is wrong in them said in comments:
//
//     # seeded: RULE                 somebody put this mistake there; it must be found
//     # justified: RULE: why         found besides, and true
//     # false alarm: RULE: why       found, and not true
//
// A comment speaks of its own line, or of another one with "RULE line N".
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "audit/audit.hpp"
#include "base/files.hpp"

namespace misfire {

/// Line and rule.
using CorpusKey = std::pair<int, std::string>;
/// How often a rule is expected, and found, in a line.
using CorpusCounts = std::map<CorpusKey, int>;

struct CorpusTotals {
  int files = 0, seeded = 0, justified = 0, false_alarms = 0;
};

inline CorpusCounts corpus_expected(const std::string& text, CorpusTotals& totals) {
  static const std::regex mark(
      R"(# *(seeded|justified|false alarm): ([a-z]+/[a-z0-9-]+)(?: line ([0-9]+))?)");
  CorpusCounts expected;
  int number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    for (auto it = std::sregex_iterator(line.begin(), line.end(), mark);
         it != std::sregex_iterator(); ++it) {
      const std::string kind = (*it)[1], elsewhere = (*it)[3];
      ++expected[{elsewhere.empty() ? number : std::stoi(elsewhere), (*it)[2]}];
      ++(kind == "seeded"      ? totals.seeded
         : kind == "justified" ? totals.justified
                               : totals.false_alarms);
    }
  }
  return expected;
}

/// Everything that is found in the file is expected, and the other way round.
inline void check_corpus_file(const fs::path& path, CorpusTotals& totals) {
  const auto text = read_file(path);
  ASSERT_TRUE(text) << path;
  ++totals.files;
  CorpusCounts expected = corpus_expected(*text, totals);
  const auto audited = audit({path}, std::nullopt);
  ASSERT_TRUE(audited) << path << to_string(audited.error().front());
  CorpusCounts found;
  for (const Finding& finding : audited->findings) {
    if (finding.suppressed.empty()) ++found[{finding.place.where.line, finding.rule}];
  }
  for (const auto& [key, count] : expected) {
    EXPECT_EQ(found[key], count) << path.filename() << ":" << key.first << " " << key.second;
  }
  for (const auto& [key, count] : found) {
    EXPECT_TRUE(expected.contains(key) || count == 0)
        << "not listed: " << path.filename() << ":" << key.first << " " << key.second;
  }
}

}  // namespace misfire
