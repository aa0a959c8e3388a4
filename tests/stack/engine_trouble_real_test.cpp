// The process engine when things go wrong: parts that die early, guardians that are killed, and
// requests that must be refused.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stack/engine_fixture.hpp"
#include "stack/ports.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class EngineTrouble : public EngineTest {};

INSTANTIATE_TEST_SUITE_P(Guardian, EngineTrouble, ::testing::Values(true, false), mode_name);

TEST_P(EngineTrouble, AnEndBeforeItsStopStaysUnasked) {
  auto engine = open();
  auto part = engine->start(shell("a", "exit 3"));
  ASSERT_TRUE(part) << to_string(part.error());
  ASSERT_TRUE(happens([&] { return left() == 0; }));
  const auto exit = (*part)->stop(kLong);
  ASSERT_TRUE(exit) << to_string(exit.error());
  EXPECT_EQ(exit->code, 3);
  const auto unasked = engine->exits();
  ASSERT_EQ(unasked.size(), 1u);
  EXPECT_EQ(unasked[0].part, "a");
}

TEST_P(EngineTrouble, AKillWasAskedForAndTakesTheWorkersAlong) {
  auto engine = open();
  auto part = engine->start(shell("a", "trap '' TERM; sleep 1000 & echo up; exec sleep 1000"));
  ASSERT_TRUE(part);
  ASSERT_TRUE(happens([&] { return (*part)->log_tail() == "up\n"; }));
  const auto exit = (*part)->kill();
  ASSERT_TRUE(exit) << to_string(exit.error());
  EXPECT_EQ(exit->signal, SIGKILL);
  EXPECT_TRUE(happens([&] { return left() == 0; }));
  EXPECT_TRUE(engine->exits().empty());
  EXPECT_FALSE((*part)->signal(SIGCONT)) << "there is nobody left to hear it";
  EXPECT_TRUE((*part)->kill()) << "killing twice is fine";
  auto again = engine->start(shell("a", "exec sleep 1000"));
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_TRUE(engine->exits().empty());
}

TEST_P(EngineTrouble, AnEndBeforeItsKillStaysUnasked) {
  auto engine = open();
  auto part = engine->start(shell("a", "exit 7"));
  ASSERT_TRUE(part);
  ASSERT_TRUE(happens([&] { return left() == 0; }));
  const auto exit = (*part)->kill();
  ASSERT_TRUE(exit);
  EXPECT_EQ(exit->code, 7);
  const auto gone = engine->exits();
  ASSERT_EQ(gone.size(), 1u);
  EXPECT_EQ(gone.front().part, "a");
}

TEST_P(EngineTrouble, APausedPartStandsStillUntilItIsResumed) {
  auto engine = open();
  auto part = engine->start(shell("a", "while :; do echo x; sleep 0.01; done"));
  ASSERT_TRUE(part);
  const auto said = [&] { return (*part)->log_tail(1u << 20).size(); };
  ASSERT_TRUE(happens([&] { return said() > 2; }));
  ASSERT_TRUE((*part)->pause());
  const auto stopped = [&] {
    const auto stat = read_file(fmt::format("/proc/{}/stat", (*part)->process()));
    return stat && stat->find(") T ") != std::string::npos;
  };
  ASSERT_TRUE(happens(stopped));
  const auto then = said();
  ASSERT_TRUE((*part)->resume());
  EXPECT_TRUE(happens([&] { return said() > then; }));
}

TEST_P(EngineTrouble, APausedPartDiesOfAnythingThatEndsItAwake) {
  auto engine = open();
  const auto paused = [&](const std::string& name) {
    auto part = engine->start(shell(name, "exec sleep 1000"));
    EXPECT_TRUE(part);
    EXPECT_TRUE((*part)->pause());
    return std::move(*part);
  };
  const auto stopped = paused("a");
  const auto killed = paused("b");
  const auto closed = paused("c");
  EXPECT_EQ(stopped->stop(kLong)->signal, SIGTERM);
  EXPECT_EQ(killed->kill()->signal, SIGKILL);
  ASSERT_TRUE(engine->close());
  EXPECT_TRUE(happens([&] { return left() == 0; }));
}

TEST_P(EngineTrouble, StoppingAPartThatEndedByItselfEndsItsWorkers) {
  auto engine = open();
  auto part = engine->start(shell("a", "sleep 1000 & sleep 1000 & exit 0"));
  ASSERT_TRUE(part);
  ASSERT_TRUE(happens([&] { return !engine->exits().empty(); }));
  ASSERT_EQ(left(), 2u);
  ASSERT_TRUE((*part)->stop(kLong));
  EXPECT_TRUE(happens([&] { return left() == 0; }, 10s));
}

TEST_P(EngineTrouble, ARestartFindsNothingOfItsPredecessor) {
  auto engine = open();
  for (int round = 0; round < 5; ++round) {
    auto part =
        engine->start(shell("a", "for i in 1 2 3 4 5 6 7 8; do sleep 1000 & done; echo up; wait"));
    ASSERT_TRUE(part);
    ASSERT_TRUE(happens([&] { return left() >= 9; }));
    ASSERT_TRUE((*part)->stop(kLong));
    part->reset();
    auto next = engine->start(shell("a", "exec sleep 1000"));
    ASSERT_TRUE(next);
    EXPECT_EQ(left(), 1u);
  }
}

TEST_P(EngineTrouble, AKilledGuardianIsNamedAndTakesEveryPartAlong) {
  auto engine = open();
  auto part = engine->start(shell("a", "exec sleep 1000"));
  ASSERT_TRUE(part);
  ASSERT_EQ(::kill(guardian(), SIGKILL), 0);
  std::vector<UnaskedExit> seen;
  ASSERT_TRUE(happens([&] { return !(seen = engine->exits()).empty(); }, 20s));
  EXPECT_EQ(seen[0].part, "guardian");
  EXPECT_EQ(seen[0].exit.signal, SIGKILL);
  EXPECT_EQ(seen.size(), 1u) << "the parts only follow";
  EXPECT_TRUE(happens([&] { return left() == 0; }, 20s)) << "the part outlived its run";
  const auto before = std::chrono::steady_clock::now();
  const auto next = engine->start(shell("b", "exit 0"));
  ASSERT_FALSE(next);
  EXPECT_THAT(next.error().message, HasSubstr("guardian"));
  EXPECT_LT(std::chrono::steady_clock::now() - before, 10s);
  const auto stopped = (*part)->stop(kLong);
  ASSERT_TRUE(stopped) << to_string(stopped.error());
  EXPECT_EQ(stopped->signal, SIGKILL);
}

TEST_P(EngineTrouble, ClosingAfterTheGuardianWasKilledLeavesNothing) {
  auto engine = open();
  auto part = engine->start(shell("a", "exec sleep 1000"));
  ASSERT_TRUE(part);
  ASSERT_EQ(::kill(guardian(), SIGKILL), 0);
  engine->close();
  EXPECT_TRUE(happens([&] { return left() == 0; }, 20s));
}

TEST_P(EngineTrouble, TheGuardianIgnoresWhatATerminalSends) {
  auto engine = open();
  auto part = engine->start(shell("a", "exec sleep 1000"));
  ASSERT_TRUE(part);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ASSERT_EQ(::kill(guardian(), number), 0);
  EXPECT_TRUE(engine->start(shell("b", "exec sleep 1000"))) << "it no longer serves";
  EXPECT_THAT(engine->exits(), IsEmpty());
  EXPECT_EQ(::getsid(guardian()), guardian()) << "Ctrl-C would reach it";
}

TEST_P(EngineTrouble, APartHearsSignalsThatTheHarnessIgnores) {
  const auto before = ::signal(SIGUSR1, SIG_IGN);
  auto engine = open();
  auto part = engine->start(shell("a", "kill -USR1 $$; sleep 1000"));
  ASSERT_TRUE(part);
  std::vector<UnaskedExit> seen;
  EXPECT_TRUE(happens([&] { return !(seen = engine->exits()).empty(); }, 10s));
  ::signal(SIGUSR1, before);
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].exit.signal, SIGUSR1);
}

TEST_P(EngineTrouble, ARunFolderMayBeRelative) {
  const fs::path before = fs::current_path();
  fs::current_path(folder_);
  ASSERT_TRUE(make_folder("run"));
  auto engine = open_process_engine({"id", "run", "run/run.json", GetParam()});
  ASSERT_TRUE(engine) << to_string(engine.error());
  auto spec = shell("a", "echo $HOME; cat x; exec sleep 1000");
  spec.files = {{"x", "content\n"}};
  auto part = (*engine)->start(spec);
  fs::current_path(before);
  ASSERT_TRUE(part) << to_string(part.error());
  const std::string expected = (run_folder() / "parts/a").string() + "\ncontent\n";
  EXPECT_TRUE(happens([&] { return (*part)->log_tail() == expected; }, 10s)) << (*part)->log_tail();
  ASSERT_TRUE((*part)->put("y", "later"));
  EXPECT_TRUE(fs::exists(run_folder() / "parts/a/y"));
}

TEST_P(EngineTrouble, NoFileLeavesThePartsFolder) {
  auto engine = open();
  auto part = engine->start(shell("a", "exec sleep 1000"));
  ASSERT_TRUE(part);
  const std::string outside = (folder_ / "outside").string();
  for (const std::string& path :
       {outside, std::string("../outside"), std::string("x/../../outside"), std::string("..")}) {
    EXPECT_FALSE((*part)->put(path, "bytes")) << path;
    auto spec = shell("b", "exit 0");
    spec.files = {{path, "bytes"}};
    EXPECT_FALSE(engine->start(spec)) << path;
  }
  EXPECT_FALSE(fs::exists(outside));
  EXPECT_FALSE(fs::exists(run_folder() / "parts/outside"));
  EXPECT_TRUE((*part)->put("x/../y", "bytes"));
}

TEST_P(EngineTrouble, AReaderSeesTheOldFileOrTheNew) {
  auto engine = open();
  auto spec = shell("a", "exec sleep 1000");
  spec.files = {{"x", "old"}};
  auto part = engine->start(spec);
  ASSERT_TRUE(part);
  const fs::path file = run_folder() / "parts/a/x";
  struct stat before = {}, after = {};
  ASSERT_EQ(::stat(file.c_str(), &before), 0);
  fs::create_hard_link(file, folder_ / "kept");
  ASSERT_TRUE((*part)->put("x", "new"));
  ASSERT_EQ(::stat(file.c_str(), &after), 0);
  EXPECT_NE(before.st_ino, after.st_ino) << "written in place";
  EXPECT_EQ(*read_file(folder_ / "kept"), "old");
}

TEST_P(EngineTrouble, ATooLongCommandLineIsRefusedAndHurtsNobodyElse) {
  auto engine = open();
  auto part = engine->start(shell("a", "exec sleep 1000"));
  ASSERT_TRUE(part);
  auto spec = shell("b", "exit 0");
  for (int i = 0; i < 40; ++i) spec.args.push_back(std::string(4000, 'x'));
  const auto refused = engine->start(spec);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("too long"));
  EXPECT_TRUE(engine->start(shell("c", "exec sleep 1000")));
  EXPECT_THAT(engine->exits(), IsEmpty());
}

TEST_P(EngineTrouble, APortThatAStrangerHasIsNamed) {
  auto engine = open();
  const Endpoint taken = engine->address("a", 20778);
  const auto stranger = reserve_port(taken.host, taken.port);
  ASSERT_TRUE(stranger);
  ASSERT_EQ(::listen(stranger->get(), 1), 0);
  auto spec = shell("a", "exec sleep 1000");
  spec.ports = {{"http", taken.port}};
  const auto part = engine->start(spec);
  ASSERT_FALSE(part);
  EXPECT_EQ(part.error().code, ErrorCode::environment);
  EXPECT_THAT(part.error().message, HasSubstr(to_string(taken)));
  EXPECT_THAT(part.error().hint, Not(IsEmpty()));
  EXPECT_EQ(left(), 0u);
}

TEST_P(EngineTrouble, AClosedEngineStartsNothing) {
  auto engine = open();
  auto part = engine->start(shell("a", "exec sleep 1000"));
  ASSERT_TRUE(part);
  engine->close();
  engine->close();
  EXPECT_FALSE(engine->start(shell("b", "exec sleep 1000")));
  EXPECT_FALSE((*part)->signal(SIGTERM));
  EXPECT_TRUE((*part)->stop(1s));
  EXPECT_THAT(engine->exits(), IsEmpty());
  EXPECT_EQ(left(), 0u);
}

}  // namespace
}  // namespace misfire
