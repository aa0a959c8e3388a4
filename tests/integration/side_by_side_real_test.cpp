// Two runs at the same time do not disturb each other, and an interrupted one leaves nothing.
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>
#include <csignal>

#include <future>
#include <thread>

#include "integration/misfire_program.hpp"
#include "integration/processes.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

TEST(SideBySide, TwoRunsAtTheSameTimeBothPass) {
  const Scratch one, two;
  auto other = std::async(std::launch::async,
                          [&] { return run_at_30(two, library("weights/feb-18-twin.toml")); });
  const Said first = run_at_30(one, library("weights/feb-18-twin.toml"));
  const Said second = other.get();
  EXPECT_EQ(first.exit_code, 0) << first.text;
  EXPECT_EQ(second.exit_code, 0) << second.text;
}

TEST(Interrupted, ARunTakesEverythingDownAndSaysSo) {
  const Scratch scratch;
  const std::string reports = (scratch.path() / "reports").string();
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const std::string program = std::string(kBinDir) + "/misfire";
    const std::string scenario = library("weights/feb-18-twin.toml").string();
    ::execl(program.c_str(), program.c_str(), "run", scenario.c_str(), "--speed", "30", "--reports",
            reports.c_str(), nullptr);
    ::_exit(127);
  }
  // Well into the run: Prometheus is up.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  bool running = false;
  while (!running && std::chrono::steady_clock::now() < deadline) {
    for (const std::string& line : processes_naming(reports)) {
      running = running || line.find("prometheus") != std::string::npos;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ASSERT_TRUE(running);
  ::kill(child, SIGINT);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 130);
  EXPECT_THAT(processes_naming(reports), ::testing::IsEmpty());
}

}  // namespace
}  // namespace misfire
