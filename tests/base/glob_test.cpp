#include "base/glob.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

#include "base/closed_folder.hpp"

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class FilesMeant : public testing::Test {
 protected:
  FilesMeant() {
    std::string folder = (fs::temp_directory_path() / "misfire-glob-XXXXXX").string();
    folder_ = fs::path(::mkdtemp(folder.data())) / "nginx";
    for (const char* file :
         {"nginx.conf", "conf.d/a.conf", "etc/nginx/deep/b.conf", "deep/c.conf", "maps.map"}) {
      fs::create_directories((folder_ / file).parent_path());
      EXPECT_TRUE(write_file(folder_ / file, "x"));
    }
  }
  ~FilesMeant() override { fs::remove_all(folder_.parent_path()); }
  std::vector<std::string> meant(const std::string& written) const {
    std::vector<std::string> names;
    for (const fs::path& file : files_meant(folder_, written)) {
      names.push_back(file.lexically_relative(folder_).generic_string());
    }
    return names;
  }
  fs::path folder_;
};

TEST_F(FilesMeant, AreFoundByAsMuchOfAPathsEndAsIsThere) {
  EXPECT_THAT(meant("/nowhere/nginx/conf.d/*.conf"), ElementsAre("conf.d/a.conf"));
  EXPECT_THAT(meant("/etc/nginx/deep/*.conf"), ElementsAre("etc/nginx/deep/b.conf"));
  EXPECT_THAT(meant("/usr/share/maps/maps.map"), ElementsAre("maps.map"));
  EXPECT_THAT(meant("/usr/share/../share/maps.map"), ElementsAre("maps.map"));
}

TEST_F(FilesMeant, APatternAloneMeansTheFolderOfItsName) {
  EXPECT_THAT(meant("/nowhere/nginx/*.conf"), ElementsAre("nginx.conf"));
  EXPECT_THAT(meant("/nowhere/else/*.conf"), IsEmpty()) << "not whatever lies beside";
}

TEST_F(FilesMeant, OfAnAbsolutePathThatIsThereAreNoLookAlikes) {
  const fs::path other = folder_.parent_path() / "team-b/conf.d/b.conf";
  fs::create_directories(other.parent_path());
  ASSERT_TRUE(write_file(other, "x"));
  const std::string pattern = (other.parent_path() / "*.conf").string();
  EXPECT_EQ(files_meant(folder_, pattern), std::vector<fs::path>{other});
  EXPECT_EQ(files_meant(folder_, other.string()), std::vector<fs::path>{other});
  EXPECT_EQ(choice_of_files(folder_, pattern),
            pattern + " is taken as it is written, not " + (folder_ / "conf.d/*.conf").string());
  EXPECT_EQ(files_beside(folder_, pattern), std::vector<fs::path>{folder_ / "conf.d/a.conf"});
}

TEST_F(FilesMeant, InACopyOfTheWholeTreeAreTheCopys) {
  const fs::path real = folder_ / "deep", root = folder_.parent_path() / "root";
  const fs::path copy = root / real.relative_path();
  fs::create_directories(copy);
  ASSERT_TRUE(write_file(copy / "of-the-copy.conf", "x"));
  const fs::path config = root / folder_.relative_path();
  const std::string pattern = (real / "*.conf").string();
  EXPECT_EQ(files_meant(config, pattern), std::vector<fs::path>{copy / "of-the-copy.conf"});
  EXPECT_EQ(choice_of_files(config, pattern),
            (copy / "*.conf").string() + " stands for " + pattern);
}

TEST_F(FilesMeant, AChoiceIsToldOnlyWhereThereWasOne) {
  EXPECT_EQ(choice_of_files(folder_, "/nowhere/conf.d/*.conf"),
            (folder_ / "conf.d/*.conf").string() +
                " stands for /nowhere/conf.d/*.conf, which is not here");
  EXPECT_EQ(choice_of_files(folder_, "conf.d/*.conf"), "");
  EXPECT_EQ(choice_of_files(folder_, (folder_ / "conf.d/*.conf").string()), "") << "the same files";
  EXPECT_EQ(choice_of_files(folder_, "/nowhere/else/*.conf"), "") << "there is nothing";
}

TEST_F(FilesMeant, OfARelativePathAreWhereItSays) {
  EXPECT_THAT(meant("conf.d/*.conf"), ElementsAre("conf.d/a.conf"));
  EXPECT_THAT(meant("other/maps.map"), IsEmpty());
}

TEST_F(FilesMeant, AreElseThoseOfThePathItself) {
  EXPECT_EQ(files_meant(folder_ / "conf.d", (folder_ / "deep/*.conf").string()),
            std::vector<fs::path>{folder_ / "deep/c.conf"});
}

class HiddenFiles : public FilesMeant {
 protected:
  std::string hidden(const std::string& written) const {
    const auto error = hidden_files(folder_, written, Position{"prometheus.yml", 3, 5});
    return error ? to_string(*error) : "";
  }
};

TEST_F(HiddenFiles, AreToldWhereAFolderIsClosed) {
  for (const fs::path& open : {folder_.parent_path(), folder_})
    fs::permissions(open, fs::perms(0755));
  const ClosedFolder closed(folder_ / "conf.d");
  ASSERT_TRUE(closed.closed());
  const std::string why = "prometheus.yml:3:5: cannot read " + (folder_ / "conf.d").string() +
                          ": Permission denied\n  check the permissions";
  EXPECT_EQ(hidden("conf.d/*.conf"), why) << "a pattern";
  EXPECT_EQ(hidden("conf.d/a.conf"), why) << "a file";
  EXPECT_EQ(hidden("*/*.conf"), why) << "a folder among others";
  EXPECT_EQ(hidden("/nowhere/nginx/conf.d/*.conf"), why) << "what another machine has elsewhere";
  EXPECT_EQ(hidden("deep/*.conf"), "");
}

TEST_F(HiddenFiles, AreNoneWhereOthersStandForWhatIsClosed) {
  const fs::path other = folder_.parent_path() / "other/conf.d";
  fs::create_directories(other);
  for (const fs::path& open : {folder_.parent_path(), folder_})
    fs::permissions(open, fs::perms(0755));
  const ClosedFolder closed(other.parent_path());
  ASSERT_TRUE(closed.closed());
  EXPECT_EQ(hidden((other / "*.conf").string()), "") << "conf.d beside";
  EXPECT_THAT(hidden((other / "*.yml").string()), testing::HasSubstr("cannot read"));
}

TEST_F(HiddenFiles, AreToldWhereALinkLeadsToItself) {
  fs::create_symlink("round", folder_ / "round");
  EXPECT_THAT(hidden("round/*.conf"), testing::HasSubstr("Too many levels of symbolic links"));
  EXPECT_THAT(hidden("round"), testing::HasSubstr("Too many levels of symbolic links"));
}

TEST_F(HiddenFiles, AreNoneWhereNothingIs) {
  EXPECT_EQ(hidden("nowhere/*.conf"), "");
  EXPECT_EQ(hidden("maps.map/x"), "") << "a file is no folder";
  EXPECT_EQ(hidden("conf.d/*.conf"), "");
}

}  // namespace
}  // namespace misfire
