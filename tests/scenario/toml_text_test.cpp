// What is wrong with a file before any key is looked at.
#include <gmock/gmock.h>

#include "scenario/text_scan.hpp"
#include "scenario_files.hpp"

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

std::string repeated(const std::string& piece, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += piece;
  return text;
}

TEST(TomlText, ReportsOnlyTheFirstSyntaxError) {
  EXPECT_THAT(scenario_mistakes("schema = 2\nname: x\nload = = 3\n"),
              ElementsAre(StartsWith("s.toml:2:5: not valid TOML: ")));
}

TEST(TomlText, SaysThatTextStandsInQuotes) {
  EXPECT_THAT(scenario_mistakes("[load]\nrate = 67%\n"),
              ElementsAre(AllOf(StartsWith("s.toml:2:10: not valid TOML"), HasSubstr("\"67%\""))));
  EXPECT_THAT(scenario_mistakes("within = 5m\n"), ElementsAre(HasSubstr("stand in quotes")));
}

TEST(TomlText, ReportsADuplicateKey) {
  EXPECT_THAT(scenario_mistakes("schema = 1\nschema = 1\n"),
              ElementsAre("s.toml:2:10: not valid TOML: key-value pair: cannot redefine existing "
                          "integer 'schema'"));
}

TEST(TomlText, RefusesAnEmptyFile) {
  for (const char* empty : {"", "\n\n", "# only a comment\n"}) {
    EXPECT_THAT(scenario_mistakes(empty),
                ElementsAre("s.toml:1:1: the file is empty\n  start it with schema = 1"));
  }
}

TEST(TomlText, RefusesWhatIsNotUtf8WithItsPlace) {
  EXPECT_THAT(scenario_mistakes("schema = 1\ntitle = \"ä\xE4\"\n"),
              ElementsAre("s.toml:2:11: the file is not UTF-8 text\n  save it as UTF-8"));
  for (const char* bad : {"\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80"}) {
    EXPECT_TRUE(find_bad_utf8(bad)) << testing::PrintToString(bad);
  }
  EXPECT_FALSE(find_bad_utf8("aä€😀"));
}

TEST(TomlText, RefusesAHugeFile) {
  EXPECT_THAT(scenario_mistakes(std::string((1u << 20) + 1, '#')),
              ElementsAre(StartsWith("s.toml: the file is larger than 1 MiB")));
}

TEST(TomlText, RefusesDeepNestingOfEveryKind) {
  const std::vector<std::string> deep = {
      "x = " + repeated("[", 200'000), "x = " + repeated("{a=", 200'000),
      repeated("a.", 200'000) + "a = 1\n", "[" + repeated("a.", 200'000) + "a]\n",
      repeated("\"a\".", 100'000) + "a = 1\n"};
  for (const std::string& text : deep) {
    EXPECT_THAT(scenario_mistakes(text), ElementsAre(HasSubstr("nested too deeply")));
  }
}

TEST(TomlText, ReportsASyntaxErrorBeforeDeepNesting) {
  EXPECT_THAT(scenario_mistakes("a = = 1\n" + repeated("a.", 100) + "a = 1\n"),
              ElementsAre(StartsWith("s.toml:1:5: not valid TOML")));
}

TEST(TomlText, TakesDotsAndBracketsInTextAndComments) {
  const std::string dots = repeated(".", 100), brackets = repeated("[{", 100);
  EXPECT_THAT(scenario_mistakes(good_but("[load]", "# " + dots + brackets + "\ntitle = '" + dots +
                                                       brackets + "'\nabout = \"\"\"\n" + dots +
                                                       "\\\"\"\" is escaped\n" + brackets +
                                                       "\"\"\"\n[load]")),
              testing::IsEmpty());
}

}  // namespace
}  // namespace misfire
