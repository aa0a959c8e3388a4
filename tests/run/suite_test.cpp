#include "run/suite.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "run/suite_folder.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;
using Json = nlohmann::json;

RunResult run_of(const std::string& scenario, Verdict verdict, const std::string& reason = {}) {
  RunResult run;
  run.plan.scenario.name = scenario;
  run.judgement.verdict = verdict;
  if (!reason.empty()) run.judgement.reasons = {reason};
  run.report = Json({{"scenario", scenario},
                     {"verdict", to_string(verdict)},
                     {"reasons", run.judgement.reasons},
                     {"folder", "r/" + scenario}})
                   .dump();
  run.junit.name = scenario;
  return run;
}

TEST(Suite, KeepsTheScenariosOrderWhateverEndsFirst) {
  Suite suite({{"a"}, {"b"}, {"c"}}, {});
  suite.add(2, run_of("c", Verdict::pass));
  suite.add(0, run_of("a", Verdict::pass));
  suite.add(1, run_of("b", Verdict::fail, "missed"));
  const auto runs = Json::parse(suite.json())["runs"];
  EXPECT_EQ(runs[0]["scenario"], "a");
  EXPECT_EQ(runs[2]["scenario"], "c");
  EXPECT_EQ(suite.lines()[1].scenario, "b");
  EXPECT_EQ(suite.verdict(), Verdict::fail);
}

TEST(Suite, WhatNeverRanIsInvalidAndNotMissing) {
  Suite suite({{"a"}, {"b"}}, {});
  suite.add(0, run_of("a", Verdict::pass));
  EXPECT_EQ(suite.verdict(), Verdict::invalid);
  const auto runs = Json::parse(suite.json())["runs"];
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[1]["verdict"], "invalid");
}

TEST(Suite, TellsHowManyTriesThereWereAndWhatCameOfThem) {
  Suite suite({{"a"}}, {});
  EXPECT_EQ(suite.add(0, run_of("a", Verdict::invalid, "no steady baseline")), Verdict::invalid);
  EXPECT_EQ(suite.add(0, tl::unexpected(Errors{{ErrorCode::environment, "crashed"}})),
            Verdict::invalid);
  EXPECT_EQ(suite.add(0, run_of("a", Verdict::pass)), Verdict::pass);
  const auto run = Json::parse(suite.json())["runs"][0];
  EXPECT_EQ(run["verdict"], "pass");
  EXPECT_EQ(run["tries"], 3);
  EXPECT_EQ(run["earlier_tries"][0]["reasons"][0], "no steady baseline");
  EXPECT_EQ(run["earlier_tries"][0]["folder"], "r/a");
  EXPECT_EQ(run["earlier_tries"][1]["reasons"][0], "crashed");
  EXPECT_THAT(suite.lines()[0].headline, HasSubstr("try 3"));
  EXPECT_THAT(suite.errors(), ::testing::IsEmpty()) << "the last try ran";
}

TEST(Suite, ItsReviewNamesWhatDidNotRunAndCountsTheLastTry) {
  Suite suite({{"a"}, {"b"}, {"c"}}, {});
  suite.add(0, run_of("a", Verdict::invalid, "no steady baseline"));
  suite.add(0, run_of("a", Verdict::pass));
  suite.add(1, tl::unexpected(Errors{{ErrorCode::environment, "haproxy is missing"}}));
  const Review review = suite.review();
  ASSERT_EQ(review.scenarios.size(), 1u);
  EXPECT_EQ(review.scenarios[0].name, "a");
  ASSERT_EQ(review.left_out.size(), 2u);
  EXPECT_THAT(review.left_out[0].reason, HasSubstr("haproxy is missing"));
  EXPECT_EQ(review.left_out[1].scenario, "c");
}

TEST(Suite, OfOneScenarioThereIsNoMatrix) {
  EXPECT_FALSE(Suite({{"a"}, {"a"}}, {}).has_several_scenarios());
  EXPECT_TRUE(Suite({{"a"}, {"b"}}, {}).has_several_scenarios());
  EXPECT_TRUE(Suite({{"a", "haproxy.toml"}, {"a", "nginx.toml"}}, {}).has_several_scenarios());
  EXPECT_FALSE(Suite({}, {}).has_several_scenarios());
}

TEST(Suite, ItsFolderHasItsRunsAndItsReview) {
  std::string name = (fs::temp_directory_path() / "misfire-suite-XXXXXX").string();
  const fs::path reports = ::mkdtemp(name.data());
  Suite suite({{"a"}, {"b"}}, {});
  suite.add(0, run_of("a", Verdict::pass));
  const auto folder = write_suite_folder(reports, suite.json(), suite.review());
  ASSERT_TRUE(folder) << to_string(folder.error());
  EXPECT_EQ(folder->parent_path(), reports);
  EXPECT_EQ(Json::parse(read_file(*folder / "suite.json").value())["runs"].size(), 2u);
  EXPECT_EQ(Json::parse(read_file(*folder / "review.json").value())["schema"], "misfire.review/1");
  EXPECT_THAT(read_file(*folder / "review.md").value(), ::testing::StartsWith("### misfire"));
  EXPECT_THAT(read_file(*folder / "suite.html").value(), HasSubstr("<h1>1 of 2 runs passed"));
  fs::remove_all(reports);
}

TEST(Suite, AScenarioThatDidNotRunKeepsItsNameAndSaysWhy) {
  Suite suite({{"a"}}, {});
  suite.add(0, tl::unexpected(Errors{{ErrorCode::environment, "haproxy is missing"}}));
  EXPECT_EQ(suite.lines()[0].headline, "it did not run: haproxy is missing");
  EXPECT_EQ(suite.errors().size(), 1u);
  EXPECT_EQ(Json::parse(suite.json())["runs"][0]["scenario"], "a");
}

TEST(Suite, OnSeveralSystemsARunIsNamedWithItsOwn) {
  std::string folder = (fs::temp_directory_path() / "misfire-suite-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  Suite suite({{"a", "one.toml", true}, {"a", "two.toml", true}}, fs::path(folder) / "junit.xml");
  suite.add(0, run_of("a", Verdict::pass));
  suite.add(1, tl::unexpected(Errors{{ErrorCode::environment, "nginx is missing"}}));
  EXPECT_EQ(suite.lines()[0].scenario, "a on one.toml");
  EXPECT_EQ(suite.lines()[1].scenario, "a on two.toml");
  EXPECT_EQ(Json::parse(suite.json())["runs"][1]["system"], "two.toml");
  ASSERT_TRUE(suite.write_junit());
  EXPECT_THAT(
      *read_file(fs::path(folder) / "junit.xml"),
      ::testing::AllOf(HasSubstr("name=\"a on one.toml\""), HasSubstr("name=\"a on two.toml\"")));
  fs::remove_all(folder);
}

TEST(Suite, AnErrorOfItsOwnIsNoRuns) {
  Suite suite({{"a"}}, {});
  suite.add(0, run_of("a", Verdict::pass));
  suite.add(Error{ErrorCode::environment, "the disk is full"});
  EXPECT_EQ(suite.verdict(), Verdict::pass);
  EXPECT_EQ(suite.errors().size(), 1u);
}

TEST(Suite, RunsOfOneScenarioHaveNamesOfTheirOwnInJUnit) {
  std::string folder = (fs::temp_directory_path() / "misfire-suite-XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  Suite suite({{"a"}, {"a"}}, fs::path(folder) / "below/junit.xml");
  suite.add(1, run_of("a", Verdict::pass));
  ASSERT_TRUE(suite.write_junit());
  const auto xml = read_file(fs::path(folder) / "below/junit.xml");
  ASSERT_TRUE(xml);
  EXPECT_THAT(*xml, HasSubstr("<testsuite name=\"a\""));
  EXPECT_THAT(*xml, HasSubstr("<testsuite name=\"a (2)\""));
  EXPECT_EQ(suite.repeats().at(0).scenario, "a");
  fs::remove_all(folder);
}

}  // namespace
}  // namespace misfire
