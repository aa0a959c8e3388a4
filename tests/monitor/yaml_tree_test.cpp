#include "monitor/yaml_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/random.hpp"

namespace misfire {
namespace {

YamlTree parse(std::string_view text) {
  return parse_yaml(text, "f.yml").value();
}

TEST(YamlTree, WrittenTextParsesToTheSameTree) {
  const YamlTree tree = parse(R"(
a: 5m
b: "5m"
on_: 'on'
t: "true"
n: "1e3"
num: 1e3
bool: true
null_: null
empty_text: ""
empty: {}
none: []
"on": key
"5": key
"quoted key: x": 1
list:
  - - nested
    - [deeper, "# not a comment"]
  - {k: v}
  -
expr: |
  sum(rate(x[5m]))
    / 2 > 1
strip: |-
  a
   b
keep: |+
  a

folded: >
  a
  b
odd: "tab\there \\ \"q\" \x07 é  "
lead: "\n x\n"
space_end: "x \ny"
colon: "a: b"
plain with spaces: rate(x{a="b"}[5m]) > 0
dash: "-"
tagged: !!str 5
tilde: "~"
)");
  const YamlTree again = parse(emit_yaml(tree));
  EXPECT_TRUE(tree.same(again)) << emit_yaml(tree);
  EXPECT_EQ(again.find("b")->quoted, true);
  EXPECT_EQ(again.find("a")->quoted, false);
  EXPECT_EQ(again.find("tagged")->quoted, true);
  EXPECT_TRUE(again.find("null_")->is_null());
  EXPECT_EQ(again.get("expr"), "sum(rate(x[5m]))\n  / 2 > 1\n");
}

TEST(YamlTree, AnyTextSurvives) {
  const std::string_view alphabet = " \n\t#:-'\"{}[],&*!|>%@`~ab0.\\é";
  Random random(1, "yaml");
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (auto n = random.below(12); n > 0; --n) {
      const char c = alphabet[random.below(alphabet.size() - 2)];
      text += c;
    }
    YamlTree tree = YamlTree::map();
    tree.set(text, YamlTree::string(text));
    tree.set("list", YamlTree::sequence({YamlTree::string(text)}));
    const auto again = parse_yaml(emit_yaml(tree), "f.yml");
    ASSERT_TRUE(again) << emit_yaml(tree) << to_string(again.error());
    ASSERT_TRUE(tree.same(*again)) << emit_yaml(tree);
  }
}

TEST(YamlTree, AliasesAndMergeKeysAreExpanded) {
  const YamlTree tree = parse("base: &b {x: 1, y: 2}\nc:\n  <<: *b\n  y: 3\nd: *b\n");
  EXPECT_EQ(tree.find("c")->get("x"), "1");
  EXPECT_EQ(tree.find("c")->get("y"), "3");
  EXPECT_EQ(tree.find("d")->get("y"), "2");
}

TEST(YamlTree, KnowsWhereThingsAre) {
  const YamlTree tree = parse("a:\n  - b: 1\n    c: x\n");
  EXPECT_EQ(tree.find("a")->items[0].find("c")->where(), (Position{"f.yml", 3, 8}));
}

TEST(YamlTree, AScalarEndsInItsLineWhereItStandsThereAsItReads) {
  const YamlTree tree = parse(
      "plain: a b # c\nsingle: 'a'\ndouble: \"a: b\"\nü: ä\nflow: {x: y}\n"
      "escaped: \"a\\tb\"\nsplit: a\n  b\nblock: |\n  a\nfolded: >-\n  a\n"
      "anchored: &here a\nalias: *here\nempty:\n");
  const auto end = [&](const char* key) { return tree.find(key)->end_column; };
  EXPECT_EQ(end("plain"), 11);
  EXPECT_EQ(end("single"), 12);
  EXPECT_EQ(end("double"), 15);
  EXPECT_EQ(end("ü"), 7);  // bytes
  EXPECT_EQ(tree.find("flow")->find("x")->end_column, 12);
  for (const char* key : {"escaped", "split", "block", "folded", "anchored", "empty"}) {
    EXPECT_EQ(end(key), 0) << key;
  }
  EXPECT_EQ(end("alias"), end("anchored"));
  EXPECT_EQ(parse("a: b\r\nc: d\r\n").find("c")->end_column, 5);
}

TEST(YamlTree, MistakesHaveAPlace) {
  const auto where = [](std::string_view text) { return *parse_yaml(text, "f.yml").error().where; };
  EXPECT_EQ(where("a: [1, 2\nb: 3\n").file, "f.yml");
  EXPECT_GT(where("a: [1, 2\nb: 3\n").line, 0);
  EXPECT_EQ(where("a: 1\nb: 2\na: 3\n"), (Position{"f.yml", 3, 1}));
  EXPECT_EQ(where("a: 1\n---\nb: 2\n").line, 2);
  EXPECT_FALSE(parse_yaml("a: &a [*a]\n", "f.yml"));
}

}  // namespace
}  // namespace misfire
