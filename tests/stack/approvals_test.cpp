#include "stack/approvals.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "monitor/scratch_folder.hpp"

namespace misfire {
namespace {

/// Says how often it was asked.
class Counting final : public Workshop {
 public:
  Result<ToolRun> run(const ToolCall&) const override {
    asked_ += 1;
    return ToolRun{code, std::to_string(asked_)};
  }
  int code = 0;

 private:
  mutable int asked_ = 0;
};

class Approvals : public testing::Test {
 protected:
  void SetUp() override { ::setenv("XDG_CACHE_HOME", folder_.path.c_str(), 1); }
  void TearDown() override { ::unsetenv("XDG_CACHE_HOME"); }

  /// As a new run of misfire would ask.
  std::string ask(const ToolCall& call, const std::string& id = "sha256:1") const {
    const auto said = remember_approvals(tool_, {{"promtool", id}})->run(call);
    return said ? said->output : to_string(said.error());
  }

  const ScratchFolder folder_;
  const std::shared_ptr<Counting> tool_ = std::make_shared<Counting>();
  const ToolCall call_{"promtool", {"check", "config", "a.yml"}, {{"a.yml", "\xff"}}, {}};
};

TEST_F(Approvals, TheSameCallIsMadeOnce) {
  EXPECT_EQ(ask(call_), "1");
  EXPECT_EQ(ask(call_), "1");
}

TEST_F(Approvals, AnythingElseIsAsked) {
  EXPECT_EQ(ask(call_), "1");
  ToolCall other = call_;
  other.files["a.yml"] = "\xfe";
  EXPECT_EQ(ask(other), "2");
  other = call_;
  other.files["b.yml"] = "";
  EXPECT_EQ(ask(other), "3");
  other = call_;
  other.args = {"check", "config a.yml"};
  EXPECT_EQ(ask(other), "4");
  EXPECT_EQ(ask(call_, "sha256:2"), "5");
}

TEST_F(Approvals, AProgramWithoutAnIdIsAlwaysAsked) {
  ToolCall other = call_;
  other.program = "amtool";
  EXPECT_EQ(ask(other), "1");
  EXPECT_EQ(ask(other), "2");
}

TEST_F(Approvals, ARefusalIsAskedAgain) {
  tool_->code = 1;
  EXPECT_EQ(ask(call_), "1");
  EXPECT_EQ(ask(call_), "2");
  tool_->code = 0;
  EXPECT_EQ(ask(call_), "3");
  EXPECT_EQ(ask(call_), "3");
}

TEST_F(Approvals, OfThisMachineAreRememberedByThisProcessOnly) {
  const auto ask = [](const std::shared_ptr<const Workshop>& who, const ToolCall& call) {
    const auto said = who->run(call);
    return said ? said->output : to_string(said.error());
  };
  const auto one = remember_approvals_meanwhile(tool_);
  EXPECT_EQ(ask(one, call_), "1");
  EXPECT_EQ(ask(one, call_), "1");
  EXPECT_EQ(ask(remember_approvals_meanwhile(tool_), call_), "2");
  ToolCall version{"promtool", {"--version"}, {}, {}};
  EXPECT_EQ(ask(one, version), "3");
  EXPECT_EQ(ask(one, version), "4");
  tool_->code = 1;
  ToolCall refused = call_;
  refused.args = {"check", "config", "b.yml"};
  EXPECT_EQ(ask(one, refused), "5");
  EXPECT_EQ(ask(one, refused), "6");
  EXPECT_FALSE(fs::exists(folder_.path / "misfire" / "approvals"));
}

TEST_F(Approvals, TheNewestThousandAreKept) {
  const fs::path kept = folder_.path / "misfire" / "approvals";
  const auto now = fs::file_time_type::clock::now();
  EXPECT_EQ(ask(call_), "1");
  for (int i = 0; i < 1005; ++i) {
    ASSERT_TRUE(write_file(kept / std::to_string(i), ""));
    fs::last_write_time(kept / std::to_string(i), now - std::chrono::hours(i + 1));
  }
  EXPECT_EQ(ask(call_), "1");
  EXPECT_TRUE(fs::exists(kept / "998"));
  EXPECT_FALSE(fs::exists(kept / "999"));
}

TEST_F(Approvals, WhatWasNeverFinishedGoes) {
  EXPECT_EQ(ask(call_), "1");
  const fs::path kept = folder_.path / "misfire" / "approvals";
  ASSERT_TRUE(write_file(kept / "a", ""));
  fs::rename(kept / "a", kept / "a.tmp-abcdef");
  fs::last_write_time(kept / "a.tmp-abcdef",
                      fs::file_time_type::clock::now() - std::chrono::hours(1));
  EXPECT_EQ(ask(call_), "1");
  EXPECT_FALSE(fs::exists(kept / "a.tmp-abcdef"));
}

}  // namespace
}  // namespace misfire
