#include "base/lock.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/state_folder.hpp"
#include "base/temporary_folder.hpp"

namespace misfire {
namespace {

/// The state folder of one test.
class StateFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "misfire-state-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    ::setenv("XDG_STATE_HOME", folder_.c_str(), 1);
  }
  void TearDown() override {
    ::unsetenv("XDG_STATE_HOME");
    fs::remove_all(folder_);
  }
  fs::path folder_;
};

TEST_F(StateFolder, ALockIsHeldByOneAndFreeAfterItsOwner) {
  auto first = lock(folder_);
  ASSERT_TRUE(first && *first);
  auto second = lock(folder_);
  ASSERT_TRUE(second);
  EXPECT_FALSE(*second);
  first->reset();
  second = lock(folder_);
  ASSERT_TRUE(second);
  EXPECT_TRUE(*second);
}

TEST_F(StateFolder, NoFolderIsAnErrorAndNoFreeLock) {
  EXPECT_FALSE(lock(folder_ / "none"));
  fs::create_directory_symlink(folder_, folder_ / "link");
  EXPECT_FALSE(lock(folder_ / "link")) << "a link may lead anywhere";
}

TEST_F(StateFolder, IsPrivateAndNobodyElses) {
  const auto state = state_folder();
  ASSERT_TRUE(state);
  EXPECT_EQ(*state, folder_ / "misfire");
  struct stat info = {};
  ASSERT_EQ(::stat(state->c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
}

TEST_F(StateFolder, OneThatOthersCanWriteIsNotUsed) {
  const auto state = state_folder();
  ASSERT_TRUE(state);
  ASSERT_EQ(::chmod(state->c_str(), 0777), 0);
  const auto other = state_folder();
  ASSERT_TRUE(other);
  EXPECT_NE(*other, *state);
}

TEST_F(StateFolder, ATmpdirThatIsNotThereGivesWayToTmp) {
  const fs::path usual = fs::path("/tmp") / ("misfire-" + std::to_string(::geteuid()));
  ::setenv("XDG_STATE_HOME", "/dev/null", 1);
  ::setenv("TMPDIR", (folder_ / "none").c_str(), 1);
  const auto state = state_folder();
  ::unsetenv("TMPDIR");
  ASSERT_TRUE(state);
  EXPECT_EQ(*state, usual);
}

TEST_F(StateFolder, OnlyOwnerlessTemporaryFoldersAreRemoved) {
  const auto alive = TemporaryFolder::make("check");
  ASSERT_TRUE(alive);
  const fs::path dead = alive->path().parent_path() / "check-abcdef";
  ASSERT_TRUE(make_folder(dead / "deep"));
  EXPECT_EQ(remove_ownerless_temporary_folders(), 1);
  EXPECT_FALSE(fs::exists(dead));
  EXPECT_TRUE(fs::exists(alive->path()));
}

}  // namespace
}  // namespace misfire
