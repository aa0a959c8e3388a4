#include "base/process.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "base/few_descriptors.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

TEST(RunTool, GivesOutputAndExitCode) {
  const auto run = run_tool({"/bin/sh", "-c", "echo out; echo err >&2; exit 7"}, 20s);
  ASSERT_TRUE(run) << to_string(run.error());
  EXPECT_EQ(run->exit_code, 7);
  EXPECT_EQ(run->output, "out\nerr\n");
}

TEST(RunTool, SuccessIsExitCodeZero) {
  const auto run = run_tool({"/bin/true"}, 20s);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->exit_code, 0);
}

TEST(RunTool, TellsASignalAs128Plus) {
  const auto run = run_tool({"/bin/sh", "-c", "kill -9 $$"}, 20s);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->exit_code, 137);
}

TEST(RunTool, EndsWhatIsLateWithItsChildren) {
  const auto run = run_tool({"/bin/sh", "-c", "sleep 1000 & sleep 1000"}, 200ms);
  ASSERT_FALSE(run);
  EXPECT_NE(run.error().message.find("was not done"), std::string::npos);
}

TEST(RunTool, SaysWhatCannotBeStarted) {
  const auto run = run_tool({"/no/such/program"}, 20s);
  ASSERT_FALSE(run);
  EXPECT_NE(run.error().message.find("/no/such/program"), std::string::npos);
}

TEST(RunTool, WithoutAFileDescriptorItSaysSo) {
  for (int spare = 0; spare < 6; ++spare) {  // wherever it runs out: machinery, pipe or tool
    const FewDescriptors few(spare);
    const auto run = run_tool({"/bin/true"}, 20s);
    ASSERT_FALSE(run) << spare;
    EXPECT_EQ(run.error().message,
              "this program has no file descriptor left to run /bin/true (ulimit -n)");
  }
}

TEST(RunTool, RunsInTheGivenFolder) {
  const auto run = run_tool({"/bin/pwd"}, 20s, "/usr");
  ASSERT_TRUE(run);
  EXPECT_EQ(run->output, "/usr\n");
}

TEST(RunTool, HandsOverTheStandardStreamsOnly) {
  const auto run = run_tool({"/bin/sh", "-c", "ls /proc/$$/fd"}, 20s);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->output, "0\n1\n2\n");
}

// The child of a fork in a process with other threads must not wait for their locks.
TEST(RunTool, ManyThreadsMayRunToolsAtOnce) {
  std::atomic<bool> done{false};
  std::vector<std::thread> busy;
  for (int i = 0; i < 2; ++i) {
    busy.emplace_back([&done] {
      while (!done) std::vector<std::string>(100, std::string(100, 'x'));
    });
  }
  std::vector<std::future<bool>> tools;
  for (int i = 0; i < 4; ++i) {
    tools.push_back(std::async(std::launch::async, [] {
      for (int n = 0; n < 50; ++n) {
        const auto run = run_tool({"/bin/true"}, 60s);
        if (!run || run->exit_code != 0) return false;
      }
      return true;
    }));
  }
  for (auto& tool : tools) EXPECT_TRUE(tool.get());
  done = true;
  for (auto& one : busy) one.join();
}

TEST(RunTool, ReadsLongOutputWithoutBlocking) {
  const auto run = run_tool({"/bin/sh", "-c", "head -c 1000000 /dev/zero"}, 20s);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->output.size(), 1'000'000u);
}

}  // namespace
}  // namespace misfire
