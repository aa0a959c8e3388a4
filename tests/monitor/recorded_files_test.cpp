#include "monitor/recorded_files.hpp"

#include <gmock/gmock.h>

#include "base/temporary_folder.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Pair;

class RecordedFiles : public ::testing::Test {
 protected:
  RecordedFiles() {
    EXPECT_TRUE(write_files(run(), {{"metrics/01A/chunks/000001", "samples"},
                                    {"metrics/01A/index", "names"},
                                    {"metrics/recording.json", "{}"},
                                    {"config/prometheus/rules/a.yml", "groups: []"},
                                    {"config/alertmanager/alertmanager.yml", "route: {}"},
                                    {"config/before.cfg", "not the monitoring's"},
                                    {"plan.json", "{}"}}));
    checksums_ = checksums_of(run()).value();
  }
  const fs::path& run() const { return folder_.path(); }
  std::string refusal() const {
    const auto read = read_recorded_files(run(), checksums_, "metrics");
    return read ? "" : read.error().message;
  }
  TemporaryFolder folder_ = TemporaryFolder::make("recorded").value();
  Checksums checksums_;
};

TEST_F(RecordedFiles, AreTheBlocksAndTheConfigurationOfTheMonitoring) {
  EXPECT_THAT(checksums_, ElementsAre(Key("config/alertmanager/alertmanager.yml"),
                                      Key("config/prometheus/rules/a.yml"),
                                      Key("metrics/01A/chunks/000001"), Key("metrics/01A/index")));
  EXPECT_THAT(read_recorded_files(run(), checksums_, "metrics").value(),
              ElementsAre(Pair("01A/chunks/000001", "samples"), Pair("01A/index", "names")));
}

TEST_F(RecordedFiles, OneThatIsMissingOrAnotherIsNamed) {
  EXPECT_EQ(refusal(), "");
  ASSERT_TRUE(write_file(run() / "metrics/01A/index", "namez"));
  EXPECT_THAT(refusal(), HasSubstr("metrics/01A/index is damaged"));
  fs::remove(run() / "metrics/01A/index");
  EXPECT_THAT(refusal(), HasSubstr("metrics/01A/index is missing"));
  fs::create_symlink(run() / "plan.json", run() / "metrics/01A/index");
  EXPECT_THAT(refusal(), HasSubstr("metrics/01A/index is no file of a recording"));
}

TEST_F(RecordedFiles, AnotherFileDoesNotMatter) {
  ASSERT_TRUE(write_file(run() / "metrics/notes.txt", "ours"));
  EXPECT_EQ(refusal(), "");
  EXPECT_EQ(read_recorded_files(run(), checksums_, "metrics")->count("notes.txt"), 0u);
}

TEST(RecordedPath, NoneLeadsElsewhere) {
  EXPECT_TRUE(is_recorded_path("metrics/01A/index"));
  EXPECT_TRUE(is_recorded_path("config/prometheus/rules/a.yml"));
  for (const char* path :
       {"", "metrics", "metrics/", "metrics/recording.json", "metrics/../plan.json", "../metrics/a",
        "/metrics/a", "metrics//a", "metrics/./a", "config/before.cfg", "plan.json",
        "metrics/a/../../../b"}) {
    EXPECT_FALSE(is_recorded_path(path)) << path;
  }
}

}  // namespace
}  // namespace misfire
