// docs/audit is what the code makes: `misfire audit --pages docs/audit` writes it.
#include "audit/page.hpp"

#include <gtest/gtest.h>

#include <set>

#include "audit/catalogue.hpp"
#include "base/files.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

TEST(Pages, AreThoseInTheRepository) {
  const fs::path folder = fs::path(kSourceDir) / "docs/audit";
  const auto made = pages(rule_docs());
  for (const auto& [name, text] : made) {
    const auto written = read_file(folder / name);
    ASSERT_TRUE(written) << name << ": misfire audit --pages docs/audit";
    EXPECT_EQ(*written, text) << name << ": misfire audit --pages docs/audit";
  }
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = fs::relative(entry.path(), folder).string();
    EXPECT_TRUE(made.contains(name)) << name << " is of no rule";
  }
}

TEST(Pages, NameEveryRuleOnceAndItsTopic) {
  std::set<std::string> ids;
  const auto made = pages(rule_docs());
  for (const RuleDoc& doc : rule_docs()) {
    EXPECT_TRUE(ids.insert(doc.id).second) << doc.id << " twice";
    EXPECT_NE(doc.topic, Topic::none) << doc.id;
    EXPECT_NE(made.at("README.md").find("(" + doc.id + ".md)"), std::string::npos) << doc.id;
    EXPECT_NE(made.at(doc.id + ".md").find(doc.title), std::string::npos) << doc.id;
  }
}

}  // namespace
}  // namespace misfire
