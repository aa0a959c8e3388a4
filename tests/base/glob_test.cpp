#include "base/glob.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

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

}  // namespace
}  // namespace misfire
