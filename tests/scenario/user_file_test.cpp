// Files that the user named: whatever they are, reading them ends, and says where they were named.
#include "scenario/user_file.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <cstdlib>

#include "base/closed_folder.hpp"

namespace misfire {
namespace {

using testing::HasSubstr;

class UserFile : public testing::Test {
 protected:
  UserFile() {
    std::string name = (fs::temp_directory_path() / "misfire-user-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~UserFile() override { fs::remove_all(folder_); }

  /// The mistake, which must be the user's and stand where the file is named.
  std::string mistake(const fs::path& file, std::size_t limit = 1000) const {
    const Position named{"system.toml", 3, 4};
    const auto text = read_user_file(file, named, limit);
    EXPECT_FALSE(text);
    if (text) return {};
    EXPECT_EQ(text.error().code, ErrorCode::usage);
    EXPECT_EQ(text.error().where, named);
    return text.error().message;
  }

  fs::path folder_;
};

TEST_F(UserFile, GivesTheBytes) {
  ASSERT_TRUE(write_file(folder_ / "x", "a\r\nb"));
  EXPECT_EQ(read_user_file(folder_ / "x", {}).value(), "a\r\nb");
}

TEST_F(UserFile, IsRefusedWhereItIsNamedWhateverElseItIs) {
  EXPECT_THAT(mistake(folder_ / "nix"), HasSubstr("No such file"));
  EXPECT_THAT(mistake(folder_), HasSubstr("is a folder"));
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  EXPECT_THAT(mistake(folder_ / "pipe"), HasSubstr("not a regular file"));
  EXPECT_THAT(mistake("/dev/zero"), HasSubstr("not a regular file"));
  fs::create_symlink("round", folder_ / "round");
  EXPECT_THAT(mistake(folder_ / "round"), HasSubstr("symbolic links"));
  ASSERT_TRUE(write_file(folder_ / "large", std::string(1001, 'a')));
  EXPECT_THAT(mistake(folder_ / "large"), HasSubstr("larger than"));
}

TEST_F(UserFile, HasNoPlaceWhenTheCommandLineNamesIt) {
  EXPECT_FALSE(read_user_file(folder_ / "nix", {}).error().where);
}

TEST_F(UserFile, IsNotSaidToBeMissingWhereNobodyMayLook) {
  ASSERT_TRUE(write_file(folder_ / "alerts.yml", "x"));
  const ClosedFolder closed(folder_);
  ASSERT_TRUE(closed.closed());
  const auto there = check_is_file(folder_ / "alerts.yml", "as it is named");
  ASSERT_FALSE(there);
  EXPECT_THAT(there.error().message, HasSubstr("alerts.yml: Permission denied"));
  EXPECT_THAT(there.error().hint, HasSubstr("check the permissions"));
}

TEST_F(UserFile, IsNotSuggestedInItsOwnPlace) {
  fs::create_symlink("round.yml", folder_ / "round.yml");
  const auto round = check_is_file(folder_ / "round.yml", "");
  ASSERT_FALSE(round);
  EXPECT_THAT(round.error().message, HasSubstr("round.yml: Too many levels of symbolic links"));
  fs::create_symlink("nowhere", folder_ / "astray.yml");
  const auto astray = check_is_file(folder_ / "astray.yml", "");
  ASSERT_FALSE(astray);
  EXPECT_THAT(astray.error().message, HasSubstr("astray.yml does not exist"));
  EXPECT_EQ(astray.error().hint.find("astray"), std::string::npos) << astray.error().hint;
}

TEST(CheckText, FindsTheFirstByteThatIsNoText) {
  EXPECT_TRUE(check_text("a\n\xC3\xA4\xF0\x9F\x98\x80", "f"));
  EXPECT_EQ(check_text("a\n\xC3\xA4\xFFx", "f").error().where, (Position{"f", 2, 2}));
  EXPECT_EQ(check_text("\xC3", "f").error().where, (Position{"f", 1, 1}));
  EXPECT_EQ(check_text(std::string_view("ab\nc\0", 5), "f").error().where, (Position{"f", 2, 2}));
  EXPECT_TRUE(check_no_nul("\xFF", "f")) << "other encodings are text";
  EXPECT_FALSE(check_no_nul(std::string_view("\0", 1), "f"));
}

}  // namespace
}  // namespace misfire
