#include "run/library.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ScenarioFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "misfire-library-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    fs::create_directories(folder_ / "weights");
    for (const char* file : {"weights/b.toml", "weights/a.toml", "weights/notes.md"}) {
      std::ofstream(folder_ / file) << "x";
    }
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path folder_;
};

TEST_F(ScenarioFiles, AFolderGivesItsTomlFilesInOrder) {
  const auto files = scenario_files({folder_});
  ASSERT_TRUE(files);
  EXPECT_THAT(*files, ElementsAre(folder_ / "weights/a.toml", folder_ / "weights/b.toml"));
}

TEST_F(ScenarioFiles, ASystemFileInAFolderIsPassedOver) {
  std::ofstream(folder_ / "weights/system.toml") << "schema = 1\n[monitoring]\n[teams]\n";
  std::ofstream(folder_ / "weights/both.toml") << "schema = 1\n[load]\n[teams]\n";
  const auto files = scenario_files({folder_});
  ASSERT_TRUE(files);
  EXPECT_THAT(*files, ElementsAre(folder_ / "weights/a.toml", folder_ / "weights/b.toml",
                                  folder_ / "weights/both.toml"));
  EXPECT_THAT(*scenario_files({folder_ / "weights/system.toml"}),
              ElementsAre(folder_ / "weights/system.toml"))
      << "who names it is told what it is";
}

TEST_F(ScenarioFiles, AMisspeltFileIsAUsageErrorWithTheNearestName) {
  const auto files = scenario_files({folder_ / "weights/aa.toml"});
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().front().code, ErrorCode::usage);
  EXPECT_THAT(files.error().front().hint, HasSubstr("a.toml"));
}

TEST_F(ScenarioFiles, EveryPathThatIsNotThereIsToldAtOnce) {
  fs::create_symlink("round.toml", folder_ / "round.toml");
  const auto files =
      scenario_files({folder_ / "x.toml", folder_ / "weights/a.toml", folder_ / "round.toml"});
  ASSERT_FALSE(files);
  ASSERT_EQ(files.error().size(), 2u);
  EXPECT_THAT(files.error().back().message, HasSubstr("link that leads nowhere"));
}

TEST_F(ScenarioFiles, LinksThatLeadRoundInCirclesEnd) {
  fs::create_directory_symlink(folder_, folder_ / "weights/again");
  const auto files = scenario_files({folder_});
  ASSERT_TRUE(files);
  EXPECT_EQ(files->size(), 2u);
}

TEST_F(ScenarioFiles, SelectingNothingIsAUsageError) {
  fs::create_directories(folder_ / "empty");
  const auto files = scenario_files({folder_ / "empty"});
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().front().code, ErrorCode::usage);
}

}  // namespace
}  // namespace misfire
