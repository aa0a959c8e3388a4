// Two commands that build images on one daemon follow each other.
#include "stack/docker/build_turn.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <future>

#include "base/files.hpp"

namespace misfire {
namespace {

/// A machine of its own: its state folder, and a daemon's socket.
class BuildTurn : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "misfire-turn-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    ::setenv("XDG_STATE_HOME", folder_.c_str(), 1);
    daemon_ = {"", 0, (folder_ / "run" / "docker.sock").string()};
    ASSERT_TRUE(make_folder(folder_ / "run"));
    fs::create_directory_symlink(folder_ / "run", folder_ / "link");
  }
  void TearDown() override {
    ::unsetenv("XDG_STATE_HOME");
    fs::remove_all(folder_);
  }

  /// Of whoever need not wait.
  static Result<Descriptor> take_at_once(const Endpoint& daemon) {
    return take_build_turn(daemon, [] { ADD_FAILURE() << "somebody else has the turn"; });
  }

  fs::path folder_;
  Endpoint daemon_;
};

TEST_F(BuildTurn, TheSecondIsToldToWaitAndFollowsTheFirst) {
  auto first = take_at_once(daemon_);
  ASSERT_TRUE(first) << to_string(first.error());
  std::promise<void> told;
  // By another way to the same socket.
  const Endpoint same{"", 0, (folder_ / "link" / "docker.sock").string()};
  auto second = std::async(std::launch::async, [&] {
    return take_build_turn(same, [&] { told.set_value(); }).has_value();
  });
  EXPECT_EQ(told.get_future().wait_for(std::chrono::minutes(1)), std::future_status::ready);
  EXPECT_NE(second.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  *first = Descriptor();
  EXPECT_TRUE(second.get());
}

TEST_F(BuildTurn, AnotherDaemonIsNobodysBusiness) {
  const auto one = take_at_once(daemon_);
  const auto other = take_at_once({"", 0, (folder_ / "run" / "podman.sock").string()});
  const auto remote = take_at_once({"127.0.0.1", 2375});
  EXPECT_TRUE(one && other && remote);
}

TEST_F(BuildTurn, WithoutAStateFolderIsAnError) {
  ASSERT_TRUE(take_at_once(daemon_));
  const fs::path builds = folder_ / "misfire" / "builds";
  fs::remove_all(builds);
  ASSERT_TRUE(write_file(builds, "in the way"));
  const auto turn = take_at_once(daemon_);
  ASSERT_FALSE(turn);
  EXPECT_EQ(turn.error().code, ErrorCode::environment);
}

}  // namespace
}  // namespace misfire
