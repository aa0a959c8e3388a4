// Tools complain about the copy; people have the original.
#include "monitor/origins.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string kUsers = R"(# A comment, and lists in another style than the copy's.

global:  {scrape_interval: 15s,   wrong: 1}

jobs: [{name: a}, {name: b, bad: x}]
)";

/// The user's file, changed as a rendering would, and its copy.
struct Copied {
  YamlTree tree;
  std::string copy;
  Origins origins;
};

Copied copied() {
  Copied c{parse_yaml(kUsers, "user.yml").value(), {}, {}};
  YamlTree global = *c.tree.find("global");
  global.set("scrape_interval", YamlTree::plain("500ms"));
  c.tree.set("global", std::move(global));
  c.tree.set("ours", YamlTree::plain("1"));
  c.copy = emit_yaml(c.tree);
  c.origins["copy.yml"] = origin_of(c.tree, c.copy, "user.yml");
  return c;
}

int line_of(const std::string& copy, const std::string& text) {
  const auto at = copy.find(text);
  EXPECT_NE(at, copy.npos) << text << " in\n" << copy;
  return static_cast<int>(std::count(copy.begin(), copy.begin() + static_cast<long>(at), '\n')) + 1;
}

std::vector<std::string> told(const Origins& origins, const std::string& said) {
  std::vector<std::string> texts;
  for (const Error& error : complaints_about(origins, said, "tool refuses this")) {
    EXPECT_EQ(error.code, ErrorCode::usage);
    texts.push_back(to_string(error));
  }
  return texts;
}

TEST(Origins, EachLineOfTheCopyKnowsItsPlace) {
  const Copied c = copied();
  const auto place = [&](const std::string& text) {
    return c.origins.at("copy.yml").lines.at(static_cast<std::size_t>(line_of(c.copy, text)));
  };
  EXPECT_EQ(place("global:"), (Position{"user.yml", 3, 1}));
  EXPECT_EQ(place("scrape_interval"), (Position{"user.yml", 3, 10}))
      << "changed, in its old place; yaml-cpp puts a map's first key where the map begins";
  EXPECT_EQ(place("wrong"), (Position{"user.yml", 3, 35}));
  EXPECT_EQ(place("bad"), (Position{"user.yml", 5, 29}));
  EXPECT_EQ(place("ours"), (Position{"user.yml", 0, 0})) << "nothing of the user's";
}

TEST(Origins, EveryComplaintIsAMistakeOfItsOwn) {
  const Copied c = copied();
  const std::string said =
      "Checking copy.yml\n  FAILED: parsing YAML file copy.yml: yaml: unmarshal "
      "errors:\n  line " +
      std::to_string(line_of(c.copy, "wrong")) +
      ": field wrong not found in type config.plain\n  line " +
      std::to_string(line_of(c.copy, "bad")) + ": cannot unmarshal !!str `x` into int\n";
  EXPECT_THAT(told(c.origins, said),
              ElementsAre("user.yml:3:35: tool refuses this: unknown key wrong",
                          "user.yml:5:29: tool refuses this: cannot unmarshal !!str `x` into int"));
}

TEST(Origins, AComplaintInOneLineOfLogfmtIsUnderstood) {
  const Copied c = copied();
  const std::string said =
      "ts=1 level=info msg=\"Starting\"\nts=2 level=error msg=\"Error loading config\" err=\"error "
      "parsing config file: yaml: unmarshal errors:\\n  line " +
      std::to_string(line_of(c.copy, "wrong")) + ": field wrong not found in type config.plain\"\n";
  EXPECT_THAT(told(c.origins, said),
              ElementsAre(HasSubstr("user.yml:3:35: tool refuses this: unknown key wrong")));
}

TEST(Origins, ARuleIsFoundByItsGroupAndNumber) {
  const YamlTree tree =
      parse_yaml("groups:\n- name: g\n  rules:\n  - alert: A\n  - alert: B\n", "user/rules.yml")
          .value();
  Origins origins;
  origins["rules/r.yml"] = origin_of(tree, emit_yaml(tree), "user/rules.yml");
  EXPECT_THAT(
      told(origins,
           "  FAILED:\n     rules/r.yml: group \"g\", rule 2, \"B\": invalid label name: a-b\n"
           "     rules/r.yml: 4:12: group \"g\", rule 1, \"A\": no\n"),
      ElementsAre(
          "user/rules.yml:5:5: tool refuses this: group \"g\", rule 2, \"B\": invalid label "
          "name: a-b",
          HasSubstr(": tool refuses this: group \"g\", rule 1")));
}

TEST(Origins, WhatIsNotUnderstoodIsQuotedWhole) {
  const Copied c = copied();
  EXPECT_THAT(told(c.origins, "something new"),
              ElementsAre("user.yml: tool refuses this: something new"));
  EXPECT_THAT(told(c.origins, ""), ElementsAre(HasSubstr("user.yml: tool refuses this")));
}

TEST(Origins, AQuotedValueIsLookedUpWhereItStandsOnce) {
  const std::string users =
      "a: {regex: '('}\nb: [c=~\"d(\", e=\"f\"]\ng: {h: i}\nj: i\nk: ['l=~\"[\"']\n";
  const YamlTree tree = parse_yaml(users, "user.yml").value();
  const std::string copy = emit_yaml(tree);
  const Origins origins = {{"copy.yml", origin_of(tree, copy, "user.yml")}};
  const auto place = [&](const std::string& said) { return told(origins, said).at(0); };
  const std::string begin = "error parsing regexp: missing closing ): ";
  EXPECT_THAT(place(begin + "`^(?:()$`"), testing::StartsWith("user.yml:1:12: tool refuses"));
  EXPECT_THAT(place(begin + "`^(?s:()$`"), testing::StartsWith("user.yml:1:12: tool refuses"));
  EXPECT_THAT(place(begin + "`^(?:[)$`"), testing::StartsWith("user.yml:5:5: tool refuses"));
  EXPECT_THAT(place("\"i\" is bad"), testing::StartsWith("user.yml: tool refuses"))
      << "at two places";
  EXPECT_THAT(place("\"nowhere\" is bad"), testing::StartsWith("user.yml: tool refuses"));
}

}  // namespace
}  // namespace misfire
