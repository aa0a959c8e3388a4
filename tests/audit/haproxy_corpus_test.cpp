// Configurations of every style: each seeded mistake is found in its line, and whatever else is
// found is listed in the file as true or as a false alarm.
#include <fmt/format.h>

#include <algorithm>

#include "audit/haproxy/rules.hpp"
#include "corpus.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

const fs::path kFolder = fs::path(kSourceDir) / "tests/audit/corpus/haproxy";

TEST(HaproxyCorpus, EverySeededMistakeIsFoundAndEverythingElseIsListed) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".cfg") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  EXPECT_GE(files.size(), 55u);
  CorpusTotals totals;
  for (const fs::path& file : files) check_corpus_file(file, totals);
  fmt::print("{} configurations: {} seeded mistakes, {} other true findings, {} false alarms\n",
             totals.files, totals.seeded, totals.justified, totals.false_alarms);
  EXPECT_GE(totals.seeded, 100);
}

TEST(HaproxyCorpus, EveryRuleHasAMistakeSomewhere) {
  std::string all;
  for (const auto& entry : fs::directory_iterator(kFolder)) all += *read_file(entry.path());
  for (const HaproxyRule& rule : haproxy_rules()) {
    if (rule.doc.id == "haproxy/maxconn-above-capacity") continue;  // it needs a system file
    const std::regex seed("seeded: " + rule.doc.id + "([^a-z0-9-]|$)");
    EXPECT_TRUE(std::regex_search(all, seed)) << rule.doc.id;
  }
}

TEST(HaproxyCorpus, AMarkThatIsNotFoundWouldBeSeen) {
  CorpusTotals totals;
  const auto expected = corpus_expected(
      "a # seeded: haproxy/x # justified: haproxy/y: why\n# false alarm: haproxy/z line 9: why\n",
      totals);
  const CorpusCounts wanted{{{1, "haproxy/x"}, 1}, {{1, "haproxy/y"}, 1}, {{9, "haproxy/z"}, 1}};
  EXPECT_EQ(expected, wanted);
  EXPECT_EQ(totals.seeded + totals.justified * 10 + totals.false_alarms * 100, 111);
}

}  // namespace
}  // namespace misfire
