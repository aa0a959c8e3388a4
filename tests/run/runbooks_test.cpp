#include "run/runbooks.hpp"

#include <gmock/gmock.h>

#include "history/test_folder.hpp"

namespace misfire {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(Runbooks, AreTheAnnotationsOfTheRulesThatHaveThem) {
  const TestFolder folder;
  ASSERT_TRUE(
      write_files(folder.path() / "config/prometheus",
                  {{"prometheus.yml", "global: {}\n"},
                   {"broken.yml", "a: ["},
                   {"rules/a.yml",
                    "groups:\n- name: g\n  rules:\n"
                    "  - {alert: A, expr: up, annotations: {runbook_url: 'https://r.example/A'}}\n"
                    "  - {alert: B, expr: up}\n  - {record: c, expr: up}\n"}}));
  EXPECT_THAT(runbooks_of(folder.path()), UnorderedElementsAre(Pair("A", "https://r.example/A")));
}

TEST(Runbooks, OfAFolderWithoutConfigurationsAreNone) {
  const TestFolder folder;
  EXPECT_THAT(runbooks_of(folder.path()), IsEmpty());
}

}  // namespace
}  // namespace misfire
