#include "authd/store.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>

#include "authd/create_store.hpp"
#include "authd/fixture.hpp"
#include "authd/password.hpp"
#include "base/accounts.hpp"

namespace misfire {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Store, HoldsASaltedHashOfEachAccount) {
  const ScratchFolder folder;
  const auto path = folder / "accounts.db";
  ASSERT_TRUE(create_store(path, {42, 3, {{"probe", "secret"}, {"twin", "secret"}}}));
  auto store = AccountStore::open(path);
  ASSERT_TRUE(store) << to_string(store.error());
  for (int i = 0; i < 3; ++i) {
    const auto hash = store->find(user_name(i));
    ASSERT_TRUE(hash && hash->has_value());
    EXPECT_THAT(**hash, StartsWith("$argon2id$"));
    EXPECT_TRUE(password_matches(**hash, password_of(42, i)));
    EXPECT_FALSE(password_matches(**hash, password_of(43, i)));
  }
  const auto probe = store->find("probe");
  const auto twin = store->find("twin");
  ASSERT_TRUE(probe && *probe && twin && *twin);
  EXPECT_TRUE(password_matches(**probe, "secret"));
  EXPECT_NE(**probe, **twin) << "the same password must not give the same hash";
}

TEST(Store, UnknownUsersAreNotErrors) {
  const ScratchFolder folder;
  const auto path = folder / "accounts.db";
  ASSERT_TRUE(create_store(path, {1, 2, {}}));
  auto store = AccountStore::open(path);
  ASSERT_TRUE(store);
  for (const std::string& user :
       {std::string(), std::string("user000002"), std::string("USER000001"),
        std::string("x' OR 1=1 --"), std::string("user000001\0x", 12)}) {
    const auto found = store->find(user);
    ASSERT_TRUE(found) << to_string(found.error());
    EXPECT_FALSE(found->has_value()) << user;
  }
  EXPECT_TRUE(store->find("user000001")->has_value());
  EXPECT_TRUE(store->ping());
}

TEST(Store, IsForItsOwnerOnly) {
  const ScratchFolder folder;
  ASSERT_TRUE(create_store(folder / "accounts.db", {1, 1, {}}));
  struct stat info = {};
  ASSERT_EQ(::stat((folder / "accounts.db").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST(Store, CreationNeverTouchesAFileThatExists) {
  const ScratchFolder folder;
  const auto path = folder / "accounts.db";
  std::ofstream(path) << "precious";
  const auto made = create_store(path, {1, 1, {}});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::environment);
  EXPECT_THAT(made.error().message, HasSubstr("exists"));
  std::string text;
  std::ifstream(path) >> text;
  EXPECT_EQ(text, "precious");
}

TEST(Store, FailedCreationLeavesNothingBehind) {
  const ScratchFolder folder;
  const auto path = folder / "accounts.db";
  const auto made = create_store(path, {1, 2, {{"user000001", "again"}}});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::usage);
  EXPECT_THAT(made.error().message, HasSubstr("user000001"));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Store, CreationNamesTheFolderThatIsMissing) {
  const ScratchFolder folder;
  const auto made = create_store(folder / "missing" / "accounts.db", {1, 1, {}});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, ErrorCode::environment);
  EXPECT_THAT(made.error().message, HasSubstr("missing/accounts.db"));
}

TEST(Store, OpeningAMissingOrForeignFileFails) {
  const ScratchFolder folder;
  EXPECT_FALSE(AccountStore::open(folder / "none.db"));
  EXPECT_FALSE(std::filesystem::exists(folder / "none.db"));
  std::ofstream(folder / "text.db") << std::string(5000, 'x');
  const auto foreign = AccountStore::open(folder / "text.db");
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().code, ErrorCode::environment);
  EXPECT_THAT(foreign.error().hint, HasSubstr("create-store"));
}

TEST(Store, ABrokenFileIsAnErrorAndNotAnUnknownUser) {
  const ScratchFolder folder;
  const auto path = folder / "accounts.db";
  ASSERT_TRUE(create_store(path, {1, 2, {}}));
  auto store = AccountStore::open(path);
  ASSERT_TRUE(store && store->ping());
  std::fstream(path, std::ios::in | std::ios::out) << std::string(100, '\0');  // the file's header
  EXPECT_FALSE(store->ping());
  EXPECT_FALSE(store->find("user000001"));
}

}  // namespace
}  // namespace misfire
