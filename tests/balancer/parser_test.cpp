#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "balancer/haproxy/config.hpp"
#include "balancer/haproxy/keywords.hpp"
#include "base/random.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> words(const std::string& line) {
  const auto model = parse_haproxy("global\n" + line + "\n", "x.cfg");
  std::vector<std::string> found;
  if (!model) return {"error: " + to_string(model.error())};
  for (const auto& read : model->sections.at(0).lines) {
    for (const auto& word : read.words) found.push_back(word.text);
  }
  return found;
}

// The manual's own examples (2.2 "Quoting and escaping") and worse.
TEST(HaproxyParser, CutsWordsAsTheManualSays) {
  const std::string expected = "%{+Q}o %t %s %{-Q}r";
  EXPECT_THAT(words(R"(log-format %{+Q}o\ %t\ %s\ %{-Q}r)"), ElementsAre("log-format", expected));
  EXPECT_THAT(words(R"(log-format "%{+Q}o %t %s %{-Q}r")"), ElementsAre("log-format", expected));
  EXPECT_THAT(words(R"(log-format '%{+Q}o %t %s %{-Q}r')"), ElementsAre("log-format", expected));
  EXPECT_THAT(words(R"(log-format "%{+Q}o %t"' %s %{-Q}r')"), ElementsAre("log-format", expected));
  EXPECT_THAT(words(R"(log-format "%{+Q}o %t"' %s'\ %{-Q}r)"), ElementsAre("log-format", expected));
  EXPECT_THAT(words(R"(a "b # c" d#e f)"), ElementsAre("a", "b # c", "d"));
  EXPECT_THAT(words(R"(a \# \" \' \\ '\' "")"), ElementsAre("a", "#", "\"", "'", "\\", "\\", ""));
  EXPECT_THAT(words(R"(a \x41\x4 \q b\)"), ElementsAre("a", "A\\x4", "\\q", "b\\"));
  EXPECT_THAT(words("\ta\t b \r"), ElementsAre("a", "b"));
  EXPECT_THAT(words(R"(a "say \"hi\" now")"), ElementsAre("a", "say \"hi\" now"));
  EXPECT_THAT(
      words(R"x(http-request set-path '%[path,regsub("^/(a)(/|$)","my/\1",g)]')x"),
      ElementsAre("http-request", "set-path", R"x(%[path,regsub("^/(a)(/|$)","my/\1",g)])x"));
}

TEST(HaproxyParser, LeavesEnvironmentVariablesAsTheyAre) {
  const auto model = parse_haproxy(
      "global\n  log \"${SYSLOG-127.0.0.1}:514\" local0\n  user $NOT\n  node \"\\$no ${.FILE} "
      "$B\"\n",
      "x.cfg");
  ASSERT_TRUE(model);
  EXPECT_THAT(model->variables, ElementsAre("SYSLOG", "B"));
  EXPECT_EQ(model->sections[0].lines[0].word(1), "${SYSLOG-127.0.0.1}:514");
  EXPECT_TRUE(model->sections[0].lines[0].words[1].variable);
  EXPECT_FALSE(model->sections[0].lines[1].words[1].variable);
}

TEST(HaproxyParser, WordsKnowTheirBytes) {
  const std::string text = "# head\n\nbackend b # x\n  server \"s 1\" 10.0.0.1:80\tweight 7";
  const auto model = parse_haproxy(text, "x.cfg");
  ASSERT_TRUE(model);
  const HaproxyLine& line = model->sections[0].lines[0];
  EXPECT_EQ(line.number, 4);
  EXPECT_EQ(text.substr(line.words[1].begin, line.words[1].end - line.words[1].begin), "\"s 1\"");
  EXPECT_EQ(line.words[1].column, 10);
  EXPECT_EQ(text.substr(line.words[4].begin), "7");
  EXPECT_EQ(model->text, text);
}

TEST(HaproxyParser, AnUnclosedQuoteIsReportedWhereItOpens) {
  const auto model = parse_haproxy("global\n  node \"abc\n", "lb.cfg");
  ASSERT_FALSE(model);
  EXPECT_THAT(to_string(model.error()), HasSubstr("lb.cfg:2:8: a double quote"));
  EXPECT_EQ(model.error().code, ErrorCode::usage);
}

TEST(HaproxyParser, AKeywordBeforeTheFirstSectionIsReportedWithTheNearestSection) {
  const auto model = parse_haproxy("frontent web\n", "lb.cfg");
  ASSERT_FALSE(model);
  EXPECT_THAT(to_string(model.error()), HasSubstr("lb.cfg:1:1"));
  EXPECT_THAT(model.error().hint, HasSubstr("\"frontend\""));
}

TEST(HaproxyParser, SectionsInheritFromTheDefaultsThatTheyName) {
  const auto model = parse_haproxy(
      "defaults a\n retries 1\ndefaults b from a\n retries 2\ndefaults c\nbackend x from b\n"
      "backend y\n",
      "x.cfg");
  ASSERT_TRUE(model);
  const auto x = model->defaults_of(model->sections[3]);
  ASSERT_EQ(x.size(), 2u);
  EXPECT_EQ(x[0]->name, "b");
  EXPECT_EQ(x[1]->name, "a");
  const auto y = model->defaults_of(model->sections[4]);
  ASSERT_EQ(y.size(), 1u);
  EXPECT_EQ(y[0]->name, "c");
}

TEST(HaproxyParser, GarbageNeverBreaksIt) {
  Random random(7, "garbage");
  const std::string alphabet("ab\"'\\ #$\n\t{}x4:@,\0\xff\r.", 22);
  const std::string words[] = {"backend b\n", "server s 1.2.3.4:5 ",
                               "weight ",     "defaults from ",
                               "bind ",       ".if x\n",
                               "from ",       "listen "};
  for (int i = 0; i < 5'000; ++i) {
    std::string text = i % 2 == 0 ? "" : "backend b\n server s :1 ";
    for (std::uint64_t n = random.below(40); n > 0; --n) {
      if (random.below(4) == 0)
        text += words[random.below(std::size(words))];
      else
        text += alphabet[random.below(alphabet.size())];
    }
    const auto config = HaproxyConfig::parse(text, "x.cfg", "b");
    if (!config) {
      for (const Error& error : config.error()) ASSERT_EQ(error.code, ErrorCode::usage);
      continue;
    }
    ASSERT_EQ((*config)->text(), text);
    const auto edited = misfire::apply(text, (*config)->set_param(0, "weight", "77"));
    ASSERT_TRUE(edited);
    const auto again = HaproxyConfig::parse(*edited, "x.cfg", "b");
    ASSERT_TRUE(again) << text;
    ASSERT_EQ((*again)->pool()[0].weight, 77) << text;
  }
}

TEST(HaproxyConfig, AnUnknownPoolNamesTheNearest) {
  const auto config = HaproxyConfig::parse(
      "backend auth\n server a :1\nbackend web\n server b :2\n", "lb.cfg", "atuh");
  ASSERT_FALSE(config);
  EXPECT_THAT(config.error()[0].hint, HasSubstr("did you mean \"auth\"?"));
}

TEST(HaproxyConfig, APoolWithoutServersIsAnErrorAtItsHeader) {
  const auto config =
      HaproxyConfig::parse("global\nbackend auth\n balance first\n", "lb.cfg", "auth");
  ASSERT_FALSE(config);
  EXPECT_THAT(to_string(config.error()[0]),
              HasSubstr("lb.cfg:2:1: the pool \"auth\" has no server"));
}

TEST(HaproxyConfig, TellsAllMistakesOfThePoolAtOnce) {
  const auto config = HaproxyConfig::parse(
      "backend auth\n server a :1\n server a :2\n balance first\n server z\n.if "
      "feature(X)\n"
      " server c :3\n.endif\n",
      "lb.cfg", "auth");
  ASSERT_FALSE(config);
  std::vector<int> lines;
  for (const Error& error : config.error()) lines.push_back(error.where->line);
  EXPECT_THAT(lines, ElementsAre(3, 5, 7));
}

TEST(HaproxyConfig, ReadsThePoolAsWritten) {
  const auto config = HaproxyConfig::parse(
      "listen auth\n bind :1\n server a 10.0.0.1:80 weight 3 cookie weight\n"
      " server b [::1]:81 check\n server c name.example cookie x weight 2 weight 9\n",
      "lb.cfg", "auth");
  ASSERT_TRUE(config);
  const auto& pool = (*config)->pool();
  ASSERT_EQ(pool.size(), 3u);
  EXPECT_EQ(pool[0].address, "10.0.0.1");
  EXPECT_EQ(pool[0].port, 80);
  EXPECT_EQ(pool[0].weight, 3);
  EXPECT_EQ(pool[1].address, "[::1]");
  EXPECT_EQ(pool[1].weight, std::nullopt);
  EXPECT_EQ(pool[2].port, 0);
  EXPECT_EQ(pool[2].weight, 9);
  EXPECT_EQ(pool[2].where, (Position{"lb.cfg", 5, 2}));
}

TEST(HaproxyConfig, SetWeightChangesNothingButTheNumber) {
  const std::string text =
      "backend auth\n  server a \"10.0.0.1:80\"  # plain\n  server b :81 cookie weight "
      "weight\t100 check\n  server c :82 weight";
  const auto config = HaproxyConfig::parse(text, "lb.cfg", "auth");
  ASSERT_TRUE(config);
  EXPECT_EQ(*misfire::apply(text, (*config)->set_param(0, "weight", "5")),
            "backend auth\n  server a \"10.0.0.1:80\" weight 5  # plain\n  server b :81 cookie "
            "weight weight\t100 check\n  server c :82 weight");
  EXPECT_EQ(*misfire::apply(text, (*config)->set_param(1, "weight", "5")),
            "backend auth\n  server a \"10.0.0.1:80\"  # plain\n  server b :81 cookie weight "
            "weight\t5 check\n  server c :82 weight");
  EXPECT_TRUE((*config)->set_param(1, "weight", "100").empty());
  EXPECT_THAT(*misfire::apply(text, (*config)->set_param(2, "weight", "5")),
              HasSubstr(":82 weight 5"));
}

TEST(HaproxyConfig, ServerSettingsComeFromDefaultsAndBackend) {
  const auto config = HaproxyConfig::parse(
      "defaults\n default-server check inter 5s\nbackend auth\n server a :1\n default-server inter "
      "1s ssl\n server b :2 no-check\n server c :3 inter 7s no-ssl\n",
      "lb.cfg", "auth");
  ASSERT_TRUE(config);
  const auto settings = [&](std::size_t i) {
    return ServerSettings((*config)->model(), (*config)->pool_section(), (*config)->server_line(i));
  };
  EXPECT_EQ(settings(0).value("inter"), "5s");
  EXPECT_TRUE(settings(0).flag("check"));
  EXPECT_FALSE(settings(0).flag("ssl"));
  EXPECT_EQ(settings(1).value("inter"), "1s");
  EXPECT_FALSE(settings(1).flag("check"));
  EXPECT_TRUE(settings(1).flag("ssl"));
  EXPECT_EQ(settings(2).value("inter"), "7s");
  EXPECT_FALSE(settings(2).flag("ssl"));
}

TEST(HaproxyAddress, TellsPortsRangesAndKinds) {
  EXPECT_EQ(parse_haproxy_address(":80").port, 80);
  EXPECT_EQ(parse_haproxy_address("*:80-82").last_port, 82);
  EXPECT_EQ(parse_haproxy_address("[::]:443").host, "[::]");
  EXPECT_EQ(parse_haproxy_address("ipv4@10.0.0.1:9").host, "10.0.0.1");
  EXPECT_FALSE(parse_haproxy_address("/run/x.sock").tcp);
  EXPECT_FALSE(parse_haproxy_address("unix@run/x.sock").tcp);
  EXPECT_FALSE(parse_haproxy_address("fd@3").tcp);
  EXPECT_TRUE(parse_haproxy_address("quic4@:443").udp);
  EXPECT_EQ(parse_haproxy_address(":\"$PORT\"").port, 0);
}

}  // namespace
}  // namespace misfire
