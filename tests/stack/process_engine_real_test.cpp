// The process engine and its guardian with real processes. What is left is looked for from outside.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "stack/engine_fixture.hpp"
#include "stack/ports.hpp"
#include "stack/run_file.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ProcessEngine : public EngineTest {
 protected:
  std::unique_ptr<Engine> open(const std::string& sub = "run") {
    const fs::path folder = folder_ / sub;
    EXPECT_TRUE(make_folder(folder));
    EngineOptions options{"id", folder, folder / "run.json", GetParam()};
    auto engine = open_process_engine(options);
    EXPECT_TRUE(engine) << to_string(engine.error());
    return std::move(*engine);
  }

  /// Processes that work in this test's folder.
  std::vector<std::string> left() const { return working_in(folder_.string()); }
  static std::vector<std::string> working_in(const std::string& folder) {
    std::vector<std::string> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator("/proc", error)) {
      const auto cwd = fs::read_symlink(entry.path() / "cwd", error).string();
      if (!error && cwd.rfind(folder, 0) == 0) found.push_back(entry.path().filename().string());
    }
    return found;
  }

  void wait_until(const std::string& what, const std::function<bool()>& condition) {
    SystemClock clock;
    const auto waited = wait_for(clock, what, kLong, [&]() -> Result<bool> { return condition(); });
    ASSERT_TRUE(waited) << to_string(waited.error());
  }
};

INSTANTIATE_TEST_SUITE_P(Guardian, ProcessEngine, ::testing::Values(true, false), mode_name);

TEST_P(ProcessEngine, StartsAndStopsAPart) {
  auto engine = open();
  auto part = engine->start(shell("a", "echo hello; exec sleep 1000"));
  ASSERT_TRUE(part) << to_string(part.error());
  wait_until("the log", [&] { return (*part)->log_tail() == "hello\n"; });
  const auto exit = (*part)->stop(kLong);
  ASSERT_TRUE(exit);
  EXPECT_EQ(exit->signal, SIGTERM);
  EXPECT_THAT(engine->exits(), IsEmpty());
  EXPECT_THAT(left(), IsEmpty());
}

TEST_P(ProcessEngine, KnowsAPartsProcessAsThisMachineNumbersIt) {
  auto engine = open();
  auto part = engine->start(shell("a", "exec sleep 1000"));
  ASSERT_TRUE(part) << to_string(part.error());
  EXPECT_EQ(fs::read_symlink(fmt::format("/proc/{}/cwd", (*part)->process())),
            folder_ / "run/parts/a");
  ASSERT_TRUE((*part)->stop(kLong));
  EXPECT_EQ((*part)->process(), 0);
}

TEST_P(ProcessEngine, WhatAHangingGuardianLeavesIsEnded) {
  auto engine = open();
  auto part = engine->start(shell("a", "sleep 1000 & exec sleep 1000"));
  ASSERT_TRUE(part);
  wait_until("both", [&] { return left().size() == 2; });
  ASSERT_EQ(::kill(guardian(), SIGSTOP), 0);
  ASSERT_TRUE(engine->close());
  wait_until("their end", [&] { return left().empty(); });
}

/// A child with that number, which the kernel gives to whom may choose it; 0 otherwise.
pid_t child_numbered(pid_t number) {
  clone_args args{};
  args.exit_signal = SIGCHLD;
  args.set_tid = reinterpret_cast<std::uint64_t>(&number);
  args.set_tid_size = 1;
  const auto child = static_cast<pid_t>(::syscall(SYS_clone3, &args, sizeof args));
  if (child != 0) return std::max(child, 0);
  ::setsid();
  for (;;) ::pause();
}

TEST_P(ProcessEngine, AStrangerWithTheNumberOfAPartIsNeverKilled) {
  if (GetParam()) GTEST_SKIP() << "strangers have no numbers in the namespace";
  auto engine = open();
  auto part = engine->start(shell("a", "exec sleep 1000"));
  ASSERT_TRUE(part);
  const pid_t number = (*part)->process();
  ASSERT_EQ(::kill(number, SIGKILL), 0);
  wait_until("its end", [&] { return !engine->exits().empty(); });
  const pid_t stranger = child_numbered(number);
  if (stranger == 0) GTEST_SKIP() << "numbers cannot be chosen here";
  wait_until("its session", [&] { return ::getsid(stranger) == stranger; });
  static_cast<void>((*part)->stop(kLong));
  ASSERT_TRUE(engine->close());
  EXPECT_EQ(::waitpid(stranger, nullptr, WNOHANG), 0) << "it runs";
  ::kill(stranger, SIGKILL);
  ::waitpid(stranger, nullptr, 0);
}

TEST_P(ProcessEngine, APartThatIgnoresTermIsKilled) {
  auto engine = open();
  auto part = engine->start(shell("a", "trap '' TERM; echo up; while :; do sleep 1000; done"));
  ASSERT_TRUE(part);
  wait_until("the trap", [&] { return (*part)->log_tail() == "up\n"; });
  const auto exit = (*part)->stop(100ms);
  ASSERT_TRUE(exit);
  EXPECT_EQ(exit->signal, SIGKILL);
  wait_until("its session to be gone", [&] { return left().empty(); });
}

TEST_P(ProcessEngine, TellsUnaskedExitsOnce) {
  auto engine = open();
  auto part = engine->start(shell("a", "exit 7"));
  ASSERT_TRUE(part);
  std::vector<UnaskedExit> seen;
  wait_until("the exit", [&] {
    for (auto& exit : engine->exits()) seen.push_back(exit);
    return !seen.empty();
  });
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].part, "a");
  EXPECT_EQ(seen[0].exit.code, 7);
  EXPECT_THAT(engine->exits(), IsEmpty());
}

TEST_P(ProcessEngine, SaysWhyAProgramCannotStart) {
  auto engine = open();
  PartSpec spec;
  spec.name = "a";
  spec.program = "/no/such/program";
  const auto part = engine->start(spec);
  ASSERT_FALSE(part);
  EXPECT_THAT(part.error().message, HasSubstr("No such file"));
}

TEST_P(ProcessEngine, PutReplacesAFileAndKeepsItPrivate) {
  auto engine = open();
  auto spec = shell("a", "exec sleep 1000");
  spec.files = {{"conf/x", "old"}};
  auto part = engine->start(spec);
  ASSERT_TRUE(part);
  const fs::path file = folder_ / "run/parts/a/conf/x";
  EXPECT_EQ(*read_file(file), "old");
  ASSERT_TRUE((*part)->put("conf/x", "new"));
  EXPECT_EQ(*read_file(file), "new");
  struct stat info = {};
  ASSERT_EQ(::stat(file.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST_P(ProcessEngine, ThePartSeesNothingOfOurEnvironment) {
  ::setenv("MISFIRE_TEST_SECRET", "do-not-leak", 1);
  auto engine = open();
  auto spec = shell("a", "env; echo done; exec sleep 1000");
  spec.env = {{"GIVEN", "yes"}};
  auto part = engine->start(spec);
  ASSERT_TRUE(part);
  wait_until("the log", [&] { return (*part)->log_tail().find("done") != std::string::npos; });
  EXPECT_THAT((*part)->log_tail(), HasSubstr("GIVEN=yes"));
  EXPECT_EQ((*part)->log_tail().find("do-not-leak"), std::string::npos);
}

TEST_P(ProcessEngine, ClosingEndsDaemonsThatForkedTwiceIntoASessionOfTheirOwn) {
  auto engine = open();
  auto part = engine->start(shell(
      "a",
      "(setsid sh -c 'sleep 1000 & sleep 1000 & exec sleep 1000' &) ; echo up; exec sleep 1000"));
  ASSERT_TRUE(part);
  wait_until("the daemons", [&] { return left().size() >= 4; });
  engine->close();
  wait_until("all to be gone", [&] { return left().empty(); });
}

TEST_P(ProcessEngine, AKilledHarnessTakesEverythingAlong) {
  const pid_t harness = ::fork();
  ASSERT_GE(harness, 0);
  if (harness == 0) {
    auto engine = open("killed");
    auto part = engine->start(shell("a", "(setsid sleep 1000 &) ; exec sleep 1000"));
    ::pause();
    ::_exit(0);
  }
  wait_until("the parts", [&] { return left().size() >= 2; });
  ::kill(harness, SIGKILL);
  ASSERT_EQ(::waitpid(harness, nullptr, 0), harness);
  wait_until("all to be gone", [&] { return left().empty(); });
}

TEST_P(ProcessEngine, TwoEnginesHaveDifferentAddressesAndTheSamePorts) {
  auto one = open("one"), two = open("two");
  EXPECT_NE(one->address("x", 20001).host, two->address("x", 20001).host);
  EXPECT_EQ(one->address("x", 20001).port, two->address("x", 20001).port);
}

TEST_P(ProcessEngine, AReservedPortRefusesUntilItsPartListens) {
  auto engine = open();
  auto spec = shell("a", "exec sleep 1000");
  spec.ports = {{"http", 20777}};
  auto part = engine->start(spec);
  ASSERT_TRUE(part);
  const auto answer = http((*part)->from_harness("http"), {}, kLong);
  ASSERT_FALSE(answer);
  EXPECT_THAT(answer.error().message, HasSubstr("refused"));
  ASSERT_TRUE((*part)->stop(kLong));
  EXPECT_TRUE(engine->start(spec)) << "a restart gets the same port";
}

TEST_P(ProcessEngine, WritesWhoRunsBeforeAnythingStarts) {
  auto engine = open();
  const auto json = nlohmann::json::parse(*read_file(folder_ / "run/run.json"));
  EXPECT_EQ(json.at("run_id"), "id");
  EXPECT_EQ(json.at("namespaced"), GetParam());
  const pid_t guardian = json.at("guardian").at("pid");
  EXPECT_EQ(json.at("guardian").at("start_time"), start_time_of(guardian));
  EXPECT_EQ(::kill(guardian, 0), 0);
}

TEST(ReservePort, SaysWhichAddressIsTaken) {
  const auto slot = take_slot();
  ASSERT_TRUE(slot);
  const auto again = reserve_port("127.77." + std::to_string(slot->number) + ".1", 7700);
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().message, HasSubstr(":7700 cannot be used: Address already in use"));
}

}  // namespace
}  // namespace misfire
