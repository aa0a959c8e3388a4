#include "replay/run_folders.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// reports/a and reports/b are runs; reports/suite names them and a scenario that did not run.
class RunFolders : public ::testing::Test {
 protected:
  RunFolders() {
    std::string name = (fs::temp_directory_path() / "misfire-folders-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
    for (const char* run : {"a", "b"}) write(root_ / "reports" / run / "plan.json", "{}");
    write(suite() / "suite.json",
          R"({"runs": [{"folder": ")" + (root_ / "reports/b").string() + R"("}, {"folder": ")" +
              (root_ / "reports/a").string() +
              R"("}, {"scenario": "hash", "system": "s.toml", "reasons": ["no HAProxy"]}]})");
  }
  ~RunFolders() override {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }

  static void write(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  fs::path suite() const { return root_ / "reports/suite"; }

  fs::path root_;
};

TEST_F(RunFolders, OfASuiteAreInItsOrder) {
  for (const fs::path& given : {suite(), suite() / "suite.json"}) {
    const auto found = run_folders({given});
    ASSERT_TRUE(found) << found.error()[0].message;
    EXPECT_THAT(*found, ElementsAre(root_ / "reports/b", root_ / "reports/a"));
  }
}

TEST_F(RunFolders, OfAFolderAreItsRunsWithoutTheSuite) {
  const auto found = run_folders({root_ / "reports"});
  ASSERT_TRUE(found);
  EXPECT_THAT(*found, ElementsAre(root_ / "reports/a", root_ / "reports/b"));
}

TEST_F(RunFolders, AreFoundWhereTheReportsWereCarried) {
  fs::rename(root_ / "reports", root_ / "artifacts");
  const auto found = run_folders({root_ / "artifacts/suite"});
  ASSERT_TRUE(found) << found.error()[0].message;
  EXPECT_THAT(*found, ElementsAre(root_ / "artifacts/b", root_ / "artifacts/a"));
}

TEST_F(RunFolders, ThatAreGoneAreNamed) {
  fs::remove_all(root_ / "reports/a");
  const auto found = run_folders({suite()});
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error()[0].message, HasSubstr("reports/a, which is not there"));
}

TEST_F(RunFolders, WhatDidNotRunIsToldWithItsReason) {
  const auto none = did_not_run({suite(), root_ / "reports/a"});
  ASSERT_EQ(none.size(), 1u);
  EXPECT_EQ(none[0].scenario, "hash");
  EXPECT_EQ(none[0].system, "s.toml");
  EXPECT_EQ(none[0].reason, "no HAProxy");
}

TEST_F(RunFolders, WhatIsNoSuiteIsRefused) {
  write(suite() / "suite.json", "[]");
  const auto found = run_folders({suite()});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error()[0].code, ErrorCode::usage);
  EXPECT_THAT(found.error()[0].message, HasSubstr("is no suite"));
  EXPECT_TRUE(did_not_run({suite()}).empty());
}

}  // namespace
}  // namespace misfire
