#include "monitor/yaml_documents.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

TEST(YamlDocuments, HavePlacesOfTheWholeFile) {
  const auto documents = parse_documents("# first\na: 1\n---\nb:\n  c: 2\n--- {d: 3}\n", "f.yml");
  ASSERT_TRUE(documents) << to_string(documents.error());
  ASSERT_EQ(documents->size(), 3u);
  const YamlTree* c = documents->at(1).find("b")->find("c");
  EXPECT_EQ(c->line, 5);
  EXPECT_EQ(c->key_line, 5);
  EXPECT_EQ(documents->at(2).find("d")->line, 6);
}

TEST(YamlDocuments, AMistakeHasItsPlaceInTheFile) {
  const auto broken = parse_documents("a: 1\n---\nb: 1\nb: 2\n", "f.yml");
  ASSERT_FALSE(broken);
  EXPECT_EQ(to_string(*broken.error().where), "f.yml:4:1");
}

TEST(YamlDocuments, AreOneWhereNothingParts) {
  EXPECT_EQ(parse_documents("", "f.yml")->size(), 1u);
  EXPECT_EQ(parse_documents("---\na: '\n  ---- no mark'\n", "f.yml")->size(), 1u);
  EXPECT_EQ(parse_documents("a: |\n  x\n---\r\nb: 1\r\n", "f.yml")->size(), 2u);
}

TEST(YamlDocuments, ManyTakeNoLongerThanTheirText) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "---\n";
  EXPECT_EQ(parse_documents(text, "f.yml")->size(), 20'000u);
}

}  // namespace
}  // namespace misfire
