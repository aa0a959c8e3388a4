#include "init/survey.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

#include "paths.hpp"

namespace misfire {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class SurveyFolder : public testing::Test {
 protected:
  SurveyFolder() {
    std::string folder = (fs::temp_directory_path() / "misfire-survey-XXXXXX").string();
    folder_ = ::mkdtemp(folder.data());
  }
  ~SurveyFolder() override { fs::remove_all(folder_); }
  void put(const std::string& file, const std::string& text) {
    fs::create_directories((folder_ / file).parent_path());
    ASSERT_TRUE(write_file(folder_ / file, text));
  }
  std::vector<std::string> found() const {
    const auto seen = survey(folder_);
    EXPECT_TRUE(seen);
    std::vector<std::string> names;
    if (!seen) return names;
    for (const FoundFile& file : seen->files) {
      names.push_back(file.path.lexically_relative(folder_).string());
    }
    return names;
  }
  fs::path folder_;
};

TEST_F(SurveyFolder, PassesOverFoldersOfTools) {
  for (const char* file : {"a.yml", ".git/b.yml", "node_modules/c/d.yml", "x/y/e.yml",
                           "vendor/f.yml", "misfire/g.yml"}) {
    put(file, "scrape_configs: []\n");
  }
  EXPECT_THAT(found(), ElementsAre("a.yml", "x/y/e.yml"));
}

TEST_F(SurveyFolder, IsNotLedInCirclesByLinks) {
  put("a/p.yml", "scrape_configs: []\n");
  fs::create_directory_symlink(folder_, folder_ / "a/up");
  fs::create_symlink(folder_ / "a/p.yml", folder_ / "q.yml");
  fs::create_symlink("nowhere.yml", folder_ / "r.yml");
  EXPECT_THAT(found(), ElementsAre("a/p.yml", "q.yml"));
}

TEST_F(SurveyFolder, NamesWhatCannotBeRead) {
  fs::create_symlink("/proc/self/mem", folder_ / "m.yml");
  const auto seen = survey(folder_);
  ASSERT_TRUE(seen);
  EXPECT_THAT(seen->deployments.notes, ElementsAre("m.yml cannot be read"));
}

TEST_F(SurveyFolder, PassesOverWhatIsTooLargeOrNoText) {
  put("large.yml", "scrape_configs: []\n" + std::string(2 << 20, '#'));
  put("binary.yml", std::string("scrape_configs: []\n\0", 20));
  EXPECT_TRUE(found().empty());
}

TEST_F(SurveyFolder, NeedsAFolder) {
  put("file", "x");
  EXPECT_FALSE(survey(folder_ / "file"));
  EXPECT_FALSE(survey(folder_ / "none"));
}

}  // namespace
}  // namespace misfire
