#include "base/child.hpp"

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Waits with a limit that no machine needs.
bool comes_true(const std::function<bool()>& what) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < limit) {
    if (what()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

std::unique_ptr<Child> started(const std::string& script) {
  auto child = Child::start({"/bin/sh", "-c", script});
  EXPECT_TRUE(child);
  return std::move(*child);
}

bool ends(Child& child) {
  return comes_true([&] {
    child.poll();
    return child.ended();
  });
}

TEST(Child, GivesOutputLinesAndExitCode) {
  const auto child = started("echo out; echo one >&2; printf two >&2; exit 7");
  ASSERT_TRUE(ends(*child));
  EXPECT_EQ(child->exit_code(), 7);
  EXPECT_EQ(child->output(), "out\n");
  EXPECT_THAT(child->take_lines(), ElementsAre("one", "two"));
  EXPECT_THAT(child->take_lines(), IsEmpty());
}

TEST(Child, MoreOutputThanAPipeHoldsDoesNotBlockIt) {
  const auto child = started("head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2");
  ASSERT_TRUE(ends(*child));
  EXPECT_EQ(child->output().size(), 1'000'000u);
}

TEST(Child, GetsASignalAndTellsItAs128Plus) {
  const auto child = started("kill -STOP $$; exit 0");
  child->signal(SIGKILL);
  ASSERT_TRUE(ends(*child));
  EXPECT_EQ(child->exit_code(), 128 + SIGKILL);
}

TEST(Child, APathThatLeadsNowhereEndsWith127) {
  auto child = Child::start({"/no/such/program"});
  ASSERT_TRUE(child);
  ASSERT_TRUE(ends(**child));
  EXPECT_EQ((*child)->exit_code(), 127);
}

TEST(Child, IsKilledWithItsObject) {
  int ends_of_pipe[2];
  ASSERT_EQ(::pipe(ends_of_pipe), 0);
  {
    // The child inherits an end of the pipe, which is read to its end when nobody has it any more.
    const auto child = Child::start({"/bin/sleep", "1000"});
    ::close(ends_of_pipe[1]);
  }
  char byte = 0;
  EXPECT_EQ(::read(ends_of_pipe[0], &byte, 1), 0);
  ::close(ends_of_pipe[0]);
}

TEST(Child, IsKilledWithItsParent) {
  int said[2];
  ASSERT_EQ(::pipe(said), 0);
  const pid_t parent = ::fork();
  ASSERT_GE(parent, 0);
  if (parent == 0) {
    const std::string to = std::to_string(said[1]);
    auto child = Child::start(
        {"/bin/sh", "-c", "trap '' TERM; echo ready >&" + to + "; while :; do sleep 0.05; done"});
    for (;;) ::pause();
  }
  ::close(said[1]);
  const auto hears = [&](char& byte) {
    pollfd ready{said[0], POLLIN, 0};
    return ::poll(&ready, 1, 60'000) == 1 && ::read(said[0], &byte, 1) == 1;
  };
  std::string text;
  char byte = 0;
  while (text.find("ready\n") == std::string::npos && hears(byte)) text += byte;
  EXPECT_EQ(text, "ready\n");
  ::kill(parent, SIGKILL);
  ::waitpid(parent, nullptr, 0);
  // The pipe ends with the last process that holds it.
  pollfd ended{said[0], POLLIN, 0};
  EXPECT_EQ(::poll(&ended, 1, 60'000), 1);
  EXPECT_TRUE(ended.revents & POLLHUP);
  ::close(said[0]);
}

}  // namespace
}  // namespace misfire
