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
  EXPECT_THAT(meant("/etc/nginx/conf.d/*.conf"), ElementsAre("conf.d/a.conf"));
  EXPECT_THAT(meant("/etc/nginx/deep/*.conf"), ElementsAre("etc/nginx/deep/b.conf"));
  EXPECT_THAT(meant("/usr/share/maps/maps.map"), ElementsAre("maps.map"));
  EXPECT_THAT(meant("/usr/share/../share/maps.map"), ElementsAre("maps.map"));
}

TEST_F(FilesMeant, APatternAloneMeansTheFolderOfItsName) {
  EXPECT_THAT(meant("/etc/nginx/*.conf"), ElementsAre("nginx.conf"));
  EXPECT_THAT(meant("/nowhere/else/*.conf"), IsEmpty()) << "not whatever lies beside";
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
  EXPECT_EQ(hidden("/etc/nginx/conf.d/*.conf"), why) << "what another machine has elsewhere";
  EXPECT_EQ(hidden("deep/*.conf"), "");
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
