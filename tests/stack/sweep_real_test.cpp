// What dead runs leave is removed, and nothing else is ever touched.
#include "stack/sweep.hpp"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/lock.hpp"
#include "stack/engine_fixture.hpp"
#include "stack/run_file.hpp"
#include "stack/run_folder.hpp"
#include "stack/run_registry.hpp"
#include "stack/session_record.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SweepTest : public EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    ::setenv("XDG_STATE_HOME", (folder_ / "state").c_str(), 1);
  }
  void TearDown() override {
    ::unsetenv("XDG_STATE_HOME");
    EngineTest::TearDown();
  }

  /// A harness of its own process, with a run and stubborn parts, that waits for its end.
  pid_t start_harness() {
    const pid_t child = ::fork();
    if (child != 0) {
      EXPECT_TRUE(happens([&] { return left() >= 3; }));
      return child;
    }
    auto run = RunFolder::make(run_folder(), "0a1b2c3d");
    if (!run) ::_exit(10);
    EngineOptions options{"0a1b2c3d", run_folder(), run_json(), GetParam()};
    options.run_lock = run->entry().lock();
    options.registration = run->entry().path();
    auto engine = open_process_engine(options);
    if (!engine || !write_file(run_folder() / "history.jsonl", "")) ::_exit(11);
    auto part = (*engine)->start(shell("a", "trap '' TERM; sleep 1000 & sleep 1000; sleep 1000"));
    ::pause();
    ::_exit(12);
  }
  static void kill_and_reap(pid_t harness) {
    ::kill(harness, SIGKILL);
    ::waitpid(harness, nullptr, 0);
  }
  /// As a run leaves one that is killed together with its guardian.
  void enter_a_dead_run(const std::string& run_id) const {
    ASSERT_TRUE(make_folder(folder_ / "state/misfire/runs"));
    ASSERT_TRUE(write_file(folder_ / "state/misfire/runs" / run_id, run_folder().string() + "\n"));
  }
  bool registered() const { return !registered_runs()->empty(); }

  SystemClock clock_;
};

INSTANTIATE_TEST_SUITE_P(Guardian, SweepTest, ::testing::Values(true, false), mode_name);

TEST_P(SweepTest, ALivingRunIsLeftAlone) {
  const pid_t harness = start_harness();
  const std::size_t before = left();
  const Swept swept = sweep_dead_runs(clock_);
  EXPECT_THAT(swept.runs, IsEmpty());
  EXPECT_THAT(swept.unsettled, IsEmpty());
  EXPECT_EQ(swept.alive, 1);
  EXPECT_EQ(left(), before);
  EXPECT_TRUE(registered());
  kill_and_reap(harness);
  EXPECT_TRUE(happens([&] { return left() == 0; }));
}

TEST_P(SweepTest, AKilledHarnessGuardianLeavesNothingToSweep) {
  const pid_t harness = start_harness();
  kill_and_reap(harness);
  EXPECT_TRUE(happens([&] { return left() == 0 && !registered(); }, 5s));
  EXPECT_FALSE(fs::exists(run_folder() / "parts"));
  EXPECT_TRUE(fs::exists(run_folder() / "logs/a.log")) << "evidence stays";
  EXPECT_TRUE(sweep_dead_runs(clock_).nothing());
}

TEST_P(SweepTest, WhatAKilledGuardianLeavesIsSwept) {
  const pid_t harness = start_harness();
  const pid_t its_guardian = guardian();
  ::kill(its_guardian, SIGKILL);
  kill_and_reap(harness);
  if (GetParam()) {
    EXPECT_TRUE(happens([&] { return left() == 0; }, 5s)) << "the kernel's part";
  }
  ASSERT_TRUE(registered());
  const Swept swept = sweep_dead_runs(clock_);
  ASSERT_THAT(swept.runs, SizeIs(1));
  EXPECT_EQ(swept.runs[0].run_id, "0a1b2c3d");
  EXPECT_EQ(swept.runs[0].processes > 0, !GetParam());
  EXPECT_THAT(swept.unsettled, IsEmpty());
  EXPECT_TRUE(happens([&] { return left() == 0; }, 5s));
  EXPECT_FALSE(registered());
  EXPECT_FALSE(fs::exists(run_folder() / "parts"));
  EXPECT_TRUE(fs::exists(run_folder() / "logs/a.log"));
}

TEST_P(SweepTest, AHangingGuardianOfADeadHarnessIsEnded) {
  const pid_t harness = start_harness();
  ::kill(guardian(), SIGSTOP);
  kill_and_reap(harness);
  const Swept swept = sweep_dead_runs(clock_, 100ms);
  ASSERT_THAT(swept.runs, SizeIs(1));
  EXPECT_TRUE(happens([&] { return left() == 0; }, 5s));
  EXPECT_FALSE(registered());
}

// Its registry is shared: what runs there has other numbers, and its locks are seen here, or not.
TEST_P(SweepTest, ARunElsewhereIsLeftAlone) {
  ASSERT_TRUE(make_folder(run_folder() / "parts"));
  enter_a_dead_run("1");
  RunFile file;
  file.run_id = "1";
  file.engine = "process";
  file.guardian = {4711, 99, boot_id()};
  ASSERT_TRUE(write_run_file(run_json(), file));
  const auto rewrite = [&](const char* key, const std::string& value) {
    auto json = nlohmann::json::parse(*read_file(run_json()));
    json[key] = value;
    ASSERT_TRUE(write_file(run_json(), json.dump()));
  };
  const auto left_alone = [&] {
    const Swept swept = sweep_dead_runs(clock_, 100ms);
    return swept.alive == 1 && swept.runs.empty() && swept.unsettled.empty() && registered() &&
           fs::exists(run_folder() / "parts");
  };
  {
    const auto held = lock(registered_runs()->front().entry);
    ASSERT_TRUE(held && *held);
    rewrite("pid_namespace", "pid:[1]");
    EXPECT_TRUE(left_alone()) << "another container of this machine";
    rewrite("boot_id", "another");
    EXPECT_TRUE(left_alone()) << "another machine";
  }
  if (!machine_id().empty()) {
    rewrite("machine_id", "another");
    EXPECT_TRUE(left_alone()) << "another machine, whose locks are not seen here";
    rewrite("machine_id", machine_id());
  }
  EXPECT_THAT(sweep_dead_runs(clock_, 100ms).runs, SizeIs(1)) << "this one's, before it booted";
}

// A tool ends with the check that started it; what it has started does not.
TEST_P(SweepTest, WhatWorksInTheFolderOfAKilledCheckIsEnded) {
  const fs::path check = folder_ / "state/misfire/tmp/haproxy-abcdef";
  ASSERT_TRUE(make_folder(check));
  const pid_t tool = ::fork();
  if (tool == 0) {
    ::setsid();
    static_cast<void>(!::chdir(check.c_str()));
    for (;;) ::pause();
  }
  ASSERT_TRUE(happens([&] { return left() == 1; }));
  const Swept swept = sweep_dead_runs(clock_);
  EXPECT_EQ(swept.temporary_folders, 1);
  EXPECT_EQ(swept.temporary_processes, 1);
  ::waitpid(tool, nullptr, 0);
  EXPECT_FALSE(fs::exists(check));
}

TEST_P(SweepTest, AReusedPidIsNeverKilled) {
  // A run from before: its guardian's number, its harness's and its sessions' are now a stranger's.
  const pid_t stranger = ::fork();
  if (stranger == 0) {
    ::setsid();
    static_cast<void>(!::chdir(folder_.c_str()));
    for (;;) ::pause();
  }
  ASSERT_TRUE(happens([&] { return ::getsid(stranger) == stranger; }));
  ASSERT_TRUE(make_folder(run_folder()));
  enter_a_dead_run("1");
  RunFile file;
  file.run_id = "1";
  file.engine = "process";
  file.guardian = {stranger, start_time_of(stranger) - 1, boot_id()};
  file.namespaced = false;
  ASSERT_TRUE(write_run_file(run_json(), file));
  ASSERT_TRUE(make_folder(run_folder() / "parts"));
  ASSERT_TRUE(write_file(
      session_record(run_folder()),
      std::to_string(stranger) + " " + std::to_string(start_time_of(stranger) - 1) + "\n"));
  const Swept swept = sweep_dead_runs(clock_);
  ASSERT_THAT(swept.runs, SizeIs(1));
  EXPECT_EQ(swept.runs[0].processes, 0);
  EXPECT_EQ(::waitpid(stranger, nullptr, WNOHANG), 0) << "the stranger was killed";
  // With the very start time, but of another boot.
  ASSERT_TRUE(make_folder(run_folder() / "parts"));
  ASSERT_TRUE(
      write_file(session_record(run_folder()),
                 std::to_string(stranger) + " " + std::to_string(start_time_of(stranger)) + "\n"));
  EXPECT_EQ(end_recorded_sessions(run_folder(), "another boot"), 0);
  EXPECT_EQ(::waitpid(stranger, nullptr, WNOHANG), 0) << "the stranger was killed";
  EXPECT_EQ(end_recorded_sessions(run_folder(), boot_id()), 1) << "the check can see a match";
  ::waitpid(stranger, nullptr, 0);
}

TEST_P(SweepTest, ARunThatDiedBeforeItsRunFileWasWrittenVanishes) {
  const pid_t child = ::fork();
  if (child == 0) {
    auto run = RunFolder::make(run_folder(), "0a1b2c3d");
    ::kill(::getpid(), SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  ASSERT_TRUE(registered());
  const Swept swept = sweep_dead_runs(clock_);
  EXPECT_THAT(swept.runs, SizeIs(1));
  EXPECT_FALSE(registered());
  EXPECT_FALSE(fs::exists(run_folder())) << "it held nothing";
}

TEST_P(SweepTest, AnEntryOfAFolderThatIsNotThereGoes) {
  enter_a_dead_run("1");
  EXPECT_THAT(sweep_dead_runs(clock_).unsettled, IsEmpty());
  EXPECT_FALSE(registered());
}

TEST_P(SweepTest, UnfinishedFilesGoAndOthersStay) {
  {
    auto run = RunFolder::make(run_folder(), "1");
    ASSERT_TRUE(run);
    ASSERT_TRUE(make_folder(run_folder() / "config"));
    ASSERT_TRUE(write_file(run_folder() / "config/during.cfg", "x"));
    ASSERT_TRUE(write_file(run_folder() / "config/during.cfg.tmp-abc123", "x"));
    ASSERT_TRUE(write_file(run_folder() / "notes.tmp-of-mine", "x"));
  }
  EXPECT_TRUE(fs::exists(run_folder() / "config/during.cfg"));
  EXPECT_FALSE(fs::exists(run_folder() / "config/during.cfg.tmp-abc123"));
  EXPECT_TRUE(fs::exists(run_folder() / "notes.tmp-of-mine"));
}

}  // namespace
}  // namespace misfire
