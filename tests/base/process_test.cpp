#include "base/process.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <thread>

#include "base/bare_environment.hpp"
#include "base/few_descriptors.hpp"
#include "base/files.hpp"
#include "base/wait.hpp"

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

TEST(RunTool, EndsWithItsCaller) {
  int told[2];
  ASSERT_EQ(::pipe(told), 0);
  const pid_t caller = ::fork();
  if (caller == 0) {
    // The tool has the pipe's end as its output, so that who reads it learns when it is gone.
    const std::string to = "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(told[1]);
    static_cast<void>(run_tool({"/bin/sh", "-c", "exec sleep 1000 3>" + to + " 2>&3"}, 500s));
    ::_exit(0);
  }
  ::close(told[1]);
  const std::string children =
      "/proc/" + std::to_string(caller) + "/task/" + std::to_string(caller) + "/children";
  SystemClock clock;
  const auto runs_sleep = [&]() -> Result<bool> {
    const std::string pid = read_file(children).value_or("");
    if (pid.empty()) return false;
    const auto name = read_file("/proc/" + pid.substr(0, pid.find(' ')) + "/comm");
    return name && *name == "sleep\n";
  };
  ASSERT_TRUE(wait_for(clock, "the tool", 60s, runs_sleep));
  ::kill(caller, SIGKILL);
  ::waitpid(caller, nullptr, 0);
  char none = 0;
  EXPECT_EQ(::read(told[0], &none, 1), 0) << "the last who could write is gone";
  ::close(told[0]);
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

TEST(RunTool, HandsOverTheEnvironment) {
  ::setenv("PGSERVICE", "production", 1);
  const auto run = run_tool({"/usr/bin/env"}, 20s);
  ::unsetenv("PGSERVICE");
  ASSERT_TRUE(run);
  EXPECT_NE(run->output.find("PGSERVICE=production\n"), std::string::npos);
}

TEST(RunBareTool, InheritsNothingButThePath) {
  ::setenv("PGSERVICE", "production", 1);
  const auto run = run_bare_tool({"/usr/bin/env"}, 20s, "/usr");
  ::unsetenv("PGSERVICE");
  ASSERT_TRUE(run);
  EXPECT_EQ(run->output, "HOME=/usr\nLC_ALL=C\nPATH=" + std::string(std::getenv("PATH")) + "\n");
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
