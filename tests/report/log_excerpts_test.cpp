#include "report/page/log_excerpts.hpp"

#include <gmock/gmock.h>

#include "history/test_folder.hpp"

namespace misfire {
namespace {

using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

TEST(LogExcerpts, AreTheLastWholeLinesOfEachFile) {
  const TestFolder folder;
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "line " + std::to_string(i) + "\n";
  ASSERT_TRUE(
      write_files(folder.path() / "logs", {{"b.log", text}, {"a.log", "one"}, {"empty.log", ""}}));
  const auto all = log_excerpts(folder.path());
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].name, "a.log");
  EXPECT_EQ(all[0].text, "one\n");
  EXPECT_EQ(all[1].bytes, text.size());
  EXPECT_THAT(all[1].text, StartsWith("line 19960\n"));
  EXPECT_THAT(all[1].text, EndsWith("line 19999\n"));
}

TEST(LogExcerpts, ALineWithoutAnEndIsCut) {
  const TestFolder folder;
  ASSERT_TRUE(write_files(folder.path() / "logs", {{"a.log", std::string(100'000, 'x')}}));
  const auto all = log_excerpts(folder.path());
  for (const LogExcerpt& log : all) EXPECT_LT(log.text.size(), 500u);
}

TEST(LogExcerpts, OfARunWithoutLogsAreNone) {
  const TestFolder folder;
  EXPECT_THAT(log_excerpts(folder.path()), IsEmpty());
}

}  // namespace
}  // namespace misfire
