// What a power cut leaves of a run's folder: every file cut at any byte, or its tail zeroed.
// Judging it again never crashes, and says what is lost.
#include <gtest/gtest.h>

#include "paths.hpp"
#include "run/run.hpp"

namespace misfire {
namespace {

class PowerCut : public ::testing::Test {
 protected:
  PowerCut() {
    std::string name = (fs::temp_directory_path() / "misfire-cut-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    for (const auto& file : fs::directory_iterator(recording())) {
      fs::copy(file, folder_ / file.path().filename());
    }
  }
  ~PowerCut() override { fs::remove_all(folder_); }
  static fs::path recording() {
    return fs::path(kSourceDir) / "tests/judge/recordings/pass-february";
  }

  /// At `places` places, both ends included: calls `check` with the folder's file cut, then zeroed.
  template <class Check>
  void cut(const std::string& name, std::size_t places, Check check) {
    const std::string whole = read_file(recording() / name).value();
    for (std::size_t i = 0; i < places; ++i) {
      const std::size_t at = i * (whole.size() - 1) / (places - 1);
      for (const bool zeroed : {false, true}) {
        const std::string tail(zeroed ? whole.size() - at : 0, '\0');
        ASSERT_TRUE(write_file(folder_ / name, whole.substr(0, at) + tail));
        check(judge_again(folder_, {}), name + " cut at " + std::to_string(at));
      }
    }
    ASSERT_TRUE(write_file(folder_ / name, whole));
  }

  fs::path folder_;
};

TEST_F(PowerCut, AWholeFolderIsJudgedAsBefore) {
  const auto result = judge_again(folder_, {});
  ASSERT_TRUE(result);
  EXPECT_STREQ(to_string(result->judgement.verdict), "pass");
}

TEST_F(PowerCut, OfTheHistoryIsInvalidAndSaysWhere) {
  cut("history.jsonl", 30, [](const Checked<RunResult>& result, const std::string& where) {
    ASSERT_TRUE(result) << where;
    EXPECT_EQ(result->judgement.verdict, Verdict::invalid) << where;
    ASSERT_EQ(result->judgement.reasons.size(), 1u) << where;
    const std::string& reason = result->judgement.reasons.front();
    EXPECT_TRUE(reason.find("history.jsonl ends within line") != std::string::npos ||
                reason.find("the history has no end") != std::string::npos)
        << where << ": " << reason;
  });
}

TEST_F(PowerCut, OfTheLoginsIsInvalidAndSaysWhat) {
  cut("logins.bin", 60, [](const Checked<RunResult>& result, const std::string& where) {
    ASSERT_TRUE(result) << where;
    EXPECT_EQ(result->judgement.verdict, Verdict::invalid) << where;
    EXPECT_NE(result->judgement.reasons.front().find("logins.bin"), std::string::npos)
        << where << ": " << result->judgement.reasons.front();
  });
}

TEST_F(PowerCut, OfThePlanIsOneErrorThatNamesTheFile) {
  cut("plan.json", 60, [](const Checked<RunResult>& result, const std::string& where) {
    ASSERT_FALSE(result) << where;
    ASSERT_EQ(result.error().size(), 1u);
    EXPECT_EQ(result.error().front().code, ErrorCode::usage);
    EXPECT_NE(to_string(result.error().front()).find("plan.json"), std::string::npos);
  });
}

TEST_F(PowerCut, AChangedPlanIsNotThePlanThatWasRun) {
  std::string text = read_file(folder_ / "plan.json").value();
  const auto limit = text.find("\"limit\": ");
  ASSERT_NE(limit, std::string::npos);
  text[limit + 9] = text[limit + 9] == '9' ? '8' : '9';
  ASSERT_TRUE(write_file(folder_ / "plan.json", text));
  const auto result = judge_again(folder_, {});
  ASSERT_TRUE(result);
  EXPECT_EQ(result->judgement.verdict, Verdict::invalid);
  EXPECT_NE(result->judgement.reasons.front().find("plan.json"), std::string::npos);
}

/// They are made from the others, or for the sweep alone: the verdict does not hang on them.
TEST_F(PowerCut, OfReportAndRunFileDoesNotMatterToTheJudge) {
  for (const char* name : {"report.json", "run.json"}) {
    cut(name, 16, [](const Checked<RunResult>& result, const std::string& where) {
      ASSERT_TRUE(result) << where;
      EXPECT_EQ(result->judgement.verdict, Verdict::pass) << where;
    });
  }
}

}  // namespace
}  // namespace misfire
