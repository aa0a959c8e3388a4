// Configurations of every style: each seeded mistake is found in its line, and whatever else is
// found is listed in the file as true or as a false alarm.
#include <fmt/format.h>

#include <algorithm>

#include "corpus.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

TEST(HaproxyCorpus, EverySeededMistakeIsFoundAndEverythingElseIsListed) {
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::directory_iterator(fs::path(kSourceDir) / "tests/audit/corpus/haproxy")) {
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
