// Every known input, through every target's checks: the seeds, and what once crashed. A crash that
// scripts/fuzz finds lands in crashes/TARGET/ and is a test from then on.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/files.hpp"
#include "history_line.hpp"
#include "monitor/prometheus_answer.hpp"
#include "paths.hpp"
#include "plan/plan.hpp"
#include "property.hpp"
#include "targets.hpp"

namespace misfire::fuzz {
namespace {

const fs::path kHere = fs::path(kSourceDir) / "tests/fuzz";
constexpr std::size_t kLargestInput = 1u << 20;

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code none;
  for (const auto& entry : fs::recursive_directory_iterator(folder, none)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Files of the repository that are seeds, too: seeds/TARGET.list names them, a line each.
std::vector<fs::path> listed(const std::string& target) {
  std::vector<fs::path> files;
  const auto list = read_file(kHere / "seeds" / (target + ".list"));
  if (!list) return files;
  std::string_view rest = *list;
  while (!rest.empty()) files.push_back(fs::path(kSourceDir) / take_line(rest));
  return files;
}

std::vector<fs::path> inputs_of(const std::string& target) {
  auto files = listed(target);
  for (const char* folder : {"seeds", "crashes"}) {
    const auto more = files_in(kHere / folder / target);
    files.insert(files.end(), more.begin(), more.end());
  }
  return files;
}

class Replay : public ::testing::TestWithParam<Target> {};

TEST_P(Replay, EveryKnownInput) {
  const auto& [name, run] = GetParam();
  run({});
  const auto files = inputs_of(std::string(name));
  EXPECT_FALSE(files.empty()) << "seeds/" << name << " has no seed";
  for (const fs::path& file : files) {
    SCOPED_TRACE(file.string());
    const auto bytes = read_file(file, kLargestInput);
    ASSERT_TRUE(bytes) << to_string(bytes.error());
    EXPECT_NO_THROW(run(*bytes));
  }
}

INSTANTIATE_TEST_SUITE_P(Fuzz, Replay, ::testing::ValuesIn(kTargets),
                         [](const auto& one) { return std::string(one.param.name); });

/// When the format changes and they do not, these targets try nothing but refusals.
TEST(FuzzTargets, SeedsOfHistoriesAreWholeEvents) {
  for (const char* target : {"history", "judge_history"}) {
    for (const fs::path& file : files_in(kHere / "seeds" / target)) {
      const auto text = read_file(file);
      ASSERT_TRUE(text);
      std::string_view rest = *text;
      while (!rest.empty()) {
        const auto event = decode(first_history_line(take_line(rest)));
        EXPECT_TRUE(event) << file << ": " << to_string(event.error());
      }
    }
  }
}

TEST(FuzzTargets, SeedsOfPlansArePlans) {
  for (const fs::path& file : files_in(kHere / "seeds/plan")) {
    const auto plan = plan_from_json(read_file(file).value());
    EXPECT_TRUE(plan) << file << ": " << to_string(plan.error());
  }
}

TEST(FuzzTargets, SeedsOfPrometheusAnswersAreUnderstood) {
  std::size_t understood = 0;
  for (const fs::path& file : files_in(kHere / "seeds/prometheus_answer")) {
    const PrometheusAnswer answer{"/", {200, read_file(file).value(), {}}};
    understood += alert_samples(answer) || raw_series(answer) || counts_by_target(answer) ||
                  scrape_targets(answer) || rule_state(answer) || active_alerts(answer, {}) ||
                  first_sample(answer);
  }
  EXPECT_GE(understood, 6u);
}

TEST(FuzzTargets, AreAllListed) {
  std::set<std::string> listed, written;
  for (const Target& target : kTargets) listed.insert(std::string(target.name));
  for (const fs::path& file : files_in(kHere)) {
    const std::string name = file.filename().string();
    if (name.ends_with("_target.cpp")) written.insert(name.substr(0, name.find("_target.cpp")));
  }
  EXPECT_EQ(listed, written);
}

TEST(FuzzTargets, HaveNoInputsOfAnUnknownTarget) {
  for (const char* folder : {"seeds", "crashes"}) {
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(kHere / folder, none)) {
      const std::string name = entry.path().stem().string();
      EXPECT_TRUE(std::any_of(kTargets.begin(), kTargets.end(), [&](const Target& target) {
        return target.name == name;
      })) << entry.path();
    }
  }
}

}  // namespace
}  // namespace misfire::fuzz
