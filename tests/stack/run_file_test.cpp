// run.json: whole or not there, and never somebody else's.
#include "stack/run_file.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include "monitor/scratch_folder.hpp"

namespace misfire {
namespace {

RunFile some_run() {
  RunFile run;
  run.run_id = "0a1b2c3d";
  run.engine = "process";
  run.guardian = {4711, 99, boot_id()};
  run.namespaced = true;
  run.slot = 7;
  return run;
}

TEST(RunFile, ComesBackAsItWasWritten) {
  const ScratchFolder folder;
  const fs::path file = folder.path / "run.json";
  ASSERT_TRUE(write_run_file(file, some_run()));
  const auto read = read_run_file(file);
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->run_id, "0a1b2c3d");
  EXPECT_EQ(read->engine, "process");
  EXPECT_EQ(read->guardian.pid, 4711);
  EXPECT_EQ(read->guardian.start_time, 99u);
  EXPECT_TRUE(read->namespaced);
  EXPECT_EQ(read->slot, 7);
  EXPECT_TRUE(runs(read->harness)) << "that is this process";
}

TEST(RunFile, CutOffAtAnyByteItIsAnErrorAndNeverAnotherRun) {
  const ScratchFolder folder;
  const fs::path file = folder.path / "run.json";
  ASSERT_TRUE(write_run_file(file, some_run()));
  const std::string whole = *read_file(file);
  for (std::size_t size = 0; size + 2 < whole.size(); ++size) {
    ASSERT_TRUE(write_file(file, whole.substr(0, size)));
    ASSERT_FALSE(read_run_file(file)) << size;
    ASSERT_TRUE(write_file(file, whole.substr(0, size) + std::string(whole.size() - size, '\0')));
    ASSERT_FALSE(read_run_file(file)) << size << ", the rest zeros";
  }
}

TEST(RunFile, KnowsWhetherItIsOfHere) {
  const ScratchFolder folder;
  const fs::path file = folder.path / "run.json";
  ASSERT_TRUE(write_run_file(file, some_run()));
  RunFile run = read_run_file(file).value();
  EXPECT_FALSE(on_another_machine(run));
  EXPECT_FALSE(numbers_otherwise(run));
  run.pid_namespace = "pid:[1]";
  EXPECT_TRUE(numbers_otherwise(run));
  run.machine = "another";
  EXPECT_EQ(on_another_machine(run), !machine_id().empty());
  run.machine = run.pid_namespace = "";  // it was written before they were noted
  EXPECT_FALSE(on_another_machine(run) || numbers_otherwise(run));
}

TEST(ProcessIdentity, AReusedPidIsAnotherProcess) {
  const ProcessIdentity self{::getpid(), start_time_of(::getpid()), boot_id()};
  ASSERT_TRUE(runs(self));
  ProcessIdentity reused = self, rebooted = self;
  ++reused.start_time;
  rebooted.boot = "00000000-0000-0000-0000-000000000000";
  EXPECT_FALSE(runs(reused));
  EXPECT_FALSE(runs(rebooted));
  EXPECT_FALSE(kill_exactly(reused)) << "or this test would be dead";
  EXPECT_FALSE(kill_exactly(rebooted));
  EXPECT_FALSE(kill_exactly({0, 0, boot_id()}));
  EXPECT_FALSE(kill_exactly({-1, 1, boot_id()}));
}

}  // namespace
}  // namespace misfire
