// Rule files, Prometheus's and Alertmanager's configurations in the style of many people: every
// seeded mistake is found at its line, and whatever else is found is listed in the file.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "audit/monitoring/rules.hpp"
#include "audit/run_rules.hpp"
#include "corpus_of_files.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

const fs::path kCorpus = fs::path(kSourceDir) / "tests/audit/corpus/monitoring";

/// A folder is a system; rule files count by themselves where there is no prometheus.yml.
MonitoringPaths paths_in(const fs::path& folder) {
  MonitoringPaths paths;
  const auto there = [&](const char* name) {
    return fs::exists(folder / name) ? folder / name : fs::path();
  };
  paths.prometheus = there("prometheus.yml");
  paths.alertmanager = there("alertmanager.yml");
  if (!paths.prometheus.empty()) return paths;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().stem() != "alertmanager") paths.rules.push_back(entry.path());
  }
  return paths;
}

TEST(MonitoringCorpus, EverySeededMistakeIsFoundAndEverythingElseIsListed) {
  CorpusTotals totals;
  for (const auto& folder : fs::directory_iterator(kCorpus)) {
    const auto subject = read_monitoring(paths_in(folder.path()), {});
    ASSERT_TRUE(subject) << to_string(subject.error().front());
    check_corpus_files(subject->files, run_rules(monitoring_rules(), *subject), totals);
  }
  fmt::print("{} files: {} seeded mistakes, {} other true findings, {} false alarms\n",
             totals.files, totals.seeded, totals.justified, totals.false_alarms);
  EXPECT_GE(totals.files, 12);
  EXPECT_GE(totals.seeded, 35);
  EXPECT_LE(totals.false_alarms, totals.seeded / 20);
}

TEST(MonitoringCorpus, EveryRuleHasAMistakeSomewhere) {
  check_corpus_is_complete(kCorpus, monitoring_rules());
}

}  // namespace
}  // namespace misfire
