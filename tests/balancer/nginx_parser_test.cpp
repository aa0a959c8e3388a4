#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "balancer/balancer.hpp"
#include "balancer/nginx/config.hpp"
#include "balancer/nginx/includes.hpp"
#include "balancer/nginx/location.hpp"
#include "balancer/nginx/timers.hpp"
#include "base/files.hpp"
#include "base/random.hpp"
#include "base/temporary_folder.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> words(const std::string& text) {
  const auto model = parse_nginx(text, "x.conf");
  if (!model) return {"error: " + to_string(model.error())};
  std::vector<std::string> found;
  for (const NginxDirective& directive : model->directives()) {
    for (const NginxWord& word : directive.words) found.push_back(word.text);
  }
  return found;
}

std::string mistake(const std::string& text) {
  const auto model = parse_nginx(text, "x.conf");
  return model ? "" : to_string(model.error());
}

// As ngx_conf_read_token cuts them; what it refuses is below.
TEST(NginxParser, CutsWordsAsNginxDoes) {
  EXPECT_THAT(words("a b\tc\r\nd;"), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(words("a 'b c' \"d;{}#\" e#f;"), ElementsAre("a", "b c", "d;{}#", "e#f"));
  EXPECT_THAT(words("a # b;\nc;"), ElementsAre("a", "c"));
  EXPECT_THAT(words(R"(a \  \; "\"" '\'' \\ \n "\t\q";)"),
              ElementsAre("a", "\\ ", "\\;", "\"", "'", "\\", "\n", "\t\\q"));
  EXPECT_THAT(words("set $x ${y}z$;"), ElementsAre("set", "$x", "${y}z$"));
  EXPECT_THAT(words("a b}c;"), ElementsAre("a", "b}c"));
  EXPECT_THAT(words("if ($a = \"b\") { c; }"), ElementsAre("if", "($a", "=", "b", ")", "c"));
  EXPECT_THAT(words("''  x;"), ElementsAre("", "x"));
}

TEST(NginxParser, WhatNginxRefusesHasItsPlace) {
  EXPECT_THAT(mistake("a;\n  b"), HasSubstr("x.conf:2:3: \"b\" has no end"));
  EXPECT_THAT(mistake("a {\n b;\n"), HasSubstr("x.conf:1:3: the block of \"a\" is opened here"));
  EXPECT_THAT(mistake("a { b }"), HasSubstr("x.conf:1:7: } ends a block, but \"b\""));
  EXPECT_THAT(mistake("a;\n}"), HasSubstr("x.conf:2:1: } closes no block"));
  EXPECT_THAT(mistake("a;;"), HasSubstr("x.conf:1:3: \";\" without a directive"));
  EXPECT_THAT(mistake("{ }"), HasSubstr("x.conf:1:1: \"{\" without a directive"));
  EXPECT_THAT(mistake("a \"b\"c;"), HasSubstr("x.conf:1:6: \"c\" directly behind a quote"));
  EXPECT_THAT(mistake("a 'b;\n"), HasSubstr("x.conf:1:3: a quote is opened here"));
  EXPECT_THAT(mistake("x_by_lua_block { '}"), HasSubstr("x.conf:1:16: the Lua of"));
}

TEST(NginxParser, LuaIsCutByLuasOwnWords) {
  const std::string text =
      "a_by_lua_block { s = '}' t = \"\\\"}\" -- }\n --[[ } ]] u = [==[ ]] } ]==] v = t[#t] { } }\n"
      "b;";
  const auto model = parse_nginx(text, "x.conf");
  ASSERT_TRUE(model) << to_string(model.error());
  ASSERT_EQ(model->directives().size(), 2u);
  EXPECT_TRUE((*model)[0].script);
  EXPECT_EQ((*model)[0].end, text.size() - 3);
  EXPECT_EQ((*model)[1].name(), "b");
}

TEST(NginxParser, DirectivesKnowTheirBytesAndBlocks) {
  const std::string text = "http {\n  server { listen \"80\"; } # x\n}\n";
  const auto model = parse_nginx(text, "x.conf");
  ASSERT_TRUE(model);
  ASSERT_EQ(model->directives().size(), 3u);
  const NginxDirective& listen = (*model)[2];
  EXPECT_EQ(text.substr(listen.begin, listen.end - listen.begin), "listen \"80\";");
  EXPECT_EQ(text.substr(listen.words[1].begin, 4), "\"80\"");
  EXPECT_TRUE(model->within(listen, "http"));
  EXPECT_EQ(text.substr((*model)[1].open, 1) + text.substr((*model)[1].close, 1), "{}");
  EXPECT_EQ(model->where(listen, 1), (Position{"x.conf", 2, 19}));
  EXPECT_EQ(model->text(), text);
}

TEST(NginxParser, LinesOfBlocksOfValuesAreEntries) {
  const auto model = parse_nginx(
      "map $a $b { user x; } geo $c { deny 1; } types { a b; } http { user y; }", "x.conf");
  ASSERT_TRUE(model);
  std::string entries;
  for (const NginxDirective& one : model->directives()) {
    if (one.entry) entries += one.name() + " " + one.word(1) + "; ";
  }
  EXPECT_EQ(entries, "user x; deny 1; a b; ");
}

TEST(NginxParser, DepthAndNumberHaveAnEnd) {
  std::string deep, many;
  for (int i = 0; i < 101; ++i) deep += "a{";
  EXPECT_THAT(mistake(deep), HasSubstr("nested more than 100 deep"));
  for (int i = 0; i < 500'001; ++i) many += "a;";
  EXPECT_THAT(mistake(many), HasSubstr("more than 500000 directives"));
}

class NginxCorpus : public ::testing::TestWithParam<const char*> {};

TEST_P(NginxCorpus, IsReadAndStaysAsItIs) {
  const auto text = read_file(fs::path(kSourceDir) / "tests/balancer/nginx" /
                              (GetParam() + std::string(".conf")));
  ASSERT_TRUE(text);
  const auto model = parse_nginx(*text, "x.conf");
  ASSERT_TRUE(model) << to_string(model.error());
  // Every byte is a word's, a comment's or one of ; { } and space: put together again from the
  // places that the model gives, the text is the same.
  std::string rest = *text;
  for (const NginxDirective& directive : model->directives()) {
    EXPECT_EQ(text->at(directive.end - 1), directive.block ? '}' : ';');
    for (const NginxWord& word : directive.words) {
      rest.replace(word.begin, word.end - word.begin, word.end - word.begin, ' ');
    }
    if (directive.script) {
      rest.replace(directive.open, directive.end - directive.open, directive.end - directive.open,
                   ' ');
    }
  }
  for (std::size_t at = 0; (at = rest.find('#', at)) != std::string::npos;) {
    const std::size_t end = std::min(rest.find('\n', at), rest.size());
    rest.replace(at, end - at, end - at, ' ');
  }
  EXPECT_EQ(rest.find_first_not_of(" \t\r\n;{}"), std::string::npos) << rest;
  EXPECT_EQ(*misfire::apply(model->text(), {}), *text);
  EXPECT_TRUE(NginxConfig::parse(*text, "x.conf", "auth"));
}
INSTANTIATE_TEST_SUITE_P(Files, NginxCorpus,
                         ::testing::Values("debian", "dense", "quotes", "scripts", "windows"));

TEST(NginxParser, GarbageNeverBreaksIt) {
  Random random(7, "garbage");
  const std::string alphabet("ab\"'\\ #$\n\t{}x4:@;\xff\r.", 21);
  const std::string pieces[] = {
      "upstream auth {", "server 1.2.3.4:5",       " weight=", "location / {",
      "_by_lua_block {", "proxy_pass http://auth", "${x}",     "[["};
  int read = 0;
  for (int i = 0; i < 5'000; ++i) {
    std::string text = "http { upstream auth { server :1 ";
    for (std::uint64_t n = random.below(20); n > 0; --n) {
      text += random.below(3) == 0 ? pieces[random.below(std::size(pieces))]
                                   : std::string(1, alphabet[random.below(alphabet.size())]);
    }
    text += i % 2 == 0 ? "; } }" : "";
    const auto config = NginxConfig::parse(text, "x.conf", "auth");
    if (!config) {
      for (const Error& error : config.error()) ASSERT_EQ(error.code, ErrorCode::usage);
      continue;
    }
    ++read;
    ASSERT_EQ((*config)->text(), text);
    const auto edited = misfire::apply(text, (*config)->set_param(0, "weight", "77"));
    ASSERT_TRUE(edited);
    const auto again = NginxConfig::parse(*edited, "x.conf", "auth");
    ASSERT_TRUE(again) << text;
    ASSERT_EQ((*again)->pool()[0].weight, 77) << text;
  }
  EXPECT_GT(read, 100);
}

TEST(NginxConfig, AnUnknownPoolNamesTheNearest) {
  const auto config = NginxConfig::parse("http { upstream auth { server a; } }", "lb.conf", "atuh");
  ASSERT_FALSE(config);
  EXPECT_THAT(config.error()[0].hint, HasSubstr("did you mean \"auth\"?"));
}

TEST(NginxConfig, ReadsThePoolAsWritten) {
  const auto config = NginxConfig::parse(
      "http {\n upstream auth {\n  server auth1.internal:9001 weight=3 weight=4;\n"
      "  server 10.0.0.1:80 backup;\n  server [::1];\n  server auth1.internal:9002;\n }\n}\n",
      "lb.conf", "auth");
  ASSERT_TRUE(config) << to_string(config.error().front());
  const auto& pool = (*config)->pool();
  ASSERT_EQ(pool.size(), 4u);
  EXPECT_EQ(pool[0].name, "auth1");
  EXPECT_EQ(pool[0].address, "auth1.internal");
  EXPECT_EQ(pool[0].port, 9001);
  EXPECT_EQ(pool[0].weight, 4);
  EXPECT_EQ(pool[0].where, (Position{"lb.conf", 3, 3}));
  EXPECT_EQ(pool[1].name, "10-0-0-1-80");
  EXPECT_EQ(pool[2].port, 80);
  EXPECT_EQ(pool[3].name, "auth1-2");
}

TEST(NginxConfig, TellsAllMistakesOfThePoolAtOnce) {
  const auto config = NginxConfig::parse(
      "http { upstream auth {\n server;\n server { }\n server a:1;\n} }", "lb.conf", "auth");
  ASSERT_FALSE(config);
  std::vector<int> lines;
  for (const Error& error : config.error()) lines.push_back(error.where->line);
  EXPECT_THAT(lines, ElementsAre(2, 3));
}

TEST(NginxConfig, ASocketOfThePoolIsAServerLikeAnyOther) {
  const auto config = NginxConfig::parse(
      "http { upstream auth { server unix:/run/idp/a.sock weight=2; server unix:b.sock; } }",
      "lb.conf", "auth");
  ASSERT_TRUE(config);
  EXPECT_EQ((*config)->pool()[0].address, "unix:/run/idp/a.sock");
  EXPECT_EQ((*config)->pool()[0].name, "a");
  EXPECT_EQ((*config)->pool()[0].weight, 2);
  EXPECT_EQ((*config)->pool()[1].name, "b");
}

TEST(NginxConfig, APoolOfStreamIsRefusedWithItsPlace) {
  const auto config = NginxConfig::parse(
      "stream {\n upstream auth { server a:1; }\n}\nhttp { upstream web { server a:1; } }",
      "lb.conf", "auth");
  ASSERT_FALSE(config);
  EXPECT_THAT(to_string(config.error()[0]),
              HasSubstr("lb.conf:2:2: the upstream \"auth\" is one of stream"));
}

TEST(NginxConfig, SetParamChangesNothingButTheValue) {
  const std::string text =
      "http { upstream auth {\n  server \"a:1\"; # x\n  server b:2  weight=5\n max_fails=1;\n} }";
  const auto config = NginxConfig::parse(text, "lb.conf", "auth");
  ASSERT_TRUE(config);
  EXPECT_THAT(*misfire::apply(text, (*config)->set_param(0, "weight", "7")),
              HasSubstr("server \"a:1\" weight=7; # x"));
  EXPECT_THAT(*misfire::apply(text, (*config)->set_param(1, "weight", "7")),
              HasSubstr("server b:2  weight=7\n max_fails=1;"));
  EXPECT_TRUE((*config)->set_param(1, "weight", "5").empty());
}

TEST(NginxConfig, NoticesByTheTimeoutOfItsLogins) {
  const auto bounds = [](const std::string& fails, const std::string& timeout) {
    const auto config =
        NginxConfig::parse("http { " + timeout + " upstream auth { server a " + fails +
                               "; } server { location / { proxy_pass "
                               "http://auth; } } }",
                           "x.conf", "auth");
    EXPECT_TRUE(config);
    return (*config)->notices().latest.seconds();
  };
  EXPECT_EQ(bounds("", "proxy_read_timeout 7s;"), 7);
  EXPECT_EQ(bounds("", ""), 60);
  EXPECT_EQ(bounds("max_fails=0", ""), 0);
}

TEST(NginxConfig, AVariableThatCanHoldThePoolLeadsToIt) {
  const auto config = NginxConfig::parse(
      "stream { server { proxy_pass auth; } }\n"
      "http { upstream auth { server a; } map $uri $to { default Auth; /b b; }\n"
      "map $uri $other { default b; }\n"
      "server { location / { proxy_pass https://${TO}/x; } location /b { proxy_pass http://$other; "
      "} location /c { grpc_pass grpc://AUTH; } } }",
      "x.conf", "auth");
  ASSERT_TRUE(config);
  std::vector<std::string> ways;
  for (const NginxDirective* pass : (*config)->passes()) ways.push_back(pass->word(1));
  EXPECT_THAT(ways, ElementsAre("https://${TO}/x", "grpc://AUTH"));
}

TEST(NginxLocation, IsReadAsNginxReadsIt) {
  using Kind = NginxLocation::Kind;
  const auto read = [](const std::string& text) {
    const std::string whole = "location " + text + " { }";
    const auto model = parse_nginx(whole, "x.conf");
    const NginxLocation location = read_location((*model)[0]);
    EXPECT_EQ(whole.compare(location.at, 3, location.path, 0, 3), 0) << text;
    return std::pair(location.kind, location.path);
  };
  EXPECT_EQ(read("/login"), std::pair(Kind::prefix, std::string("/login")));
  EXPECT_EQ(read("^~ \"/login\""), std::pair(Kind::prefix, std::string("/login")));
  EXPECT_EQ(read("= /login"), std::pair(Kind::exact, std::string("/login")));
  EXPECT_EQ(read("=/login"), std::pair(Kind::exact, std::string("/login")));
  EXPECT_EQ(read("~* \\.php$"), std::pair(Kind::regex, std::string("\\.php$")));
  EXPECT_EQ(read("~^/x"), std::pair(Kind::regex, std::string("^/x")));
  EXPECT_EQ(read("@fallback"), std::pair(Kind::named, std::string("@fallback")));
}

TEST(NginxTarget, TellsSchemeHostAndRest) {
  const auto parts = [](const std::string& text) {
    const NginxTarget target = parse_nginx_target(text);
    return target.scheme + "|" + target.host + "|" + target.rest;
  };
  EXPECT_EQ(parts("http://auth/login"), "http://|auth|/login");
  EXPECT_EQ(parts("http://auth$request_uri"), "http://|auth|$request_uri");
  EXPECT_EQ(parts("https://10.0.0.1:81"), "https://|10.0.0.1|:81");
  EXPECT_EQ(parts("http://[::1]:81/x"), "http://|[::1]|:81/x");
  EXPECT_EQ(parts("http://$up:81/x"), "http://|$up|:81/x");
  EXPECT_EQ(parts("http://$up$request_uri"), "http://|$up|$request_uri");
  EXPECT_EQ(parts("http://${up}$request_uri"), "http://|${up}|$request_uri");
  EXPECT_EQ(parts("$up${uri}?x"), "|$up|${uri}?x");
  EXPECT_EQ(parts("http://$up?x"), "http://|$up|?x");
  EXPECT_EQ(parts("http://$up.internal/x"), "http://|$up.internal|/x") << "a part of a name";
  EXPECT_EQ(parts("http://${up}-2:81$uri"), "http://|${up}-2|:81$uri");
  EXPECT_EQ(parts("unix:/run/x.sock"), "|unix:/run/x.sock|");
}

TEST(NginxTime, ReadsWhatNginxReads) {
  EXPECT_EQ(parse_nginx_time("30"), 30s);
  EXPECT_EQ(parse_nginx_time("500ms"), 500ms);
  EXPECT_EQ(parse_nginx_time("1h30m"), 90min);
  EXPECT_EQ(parse_nginx_time("1d"), 24h);
  EXPECT_EQ(parse_nginx_time("$t"), std::nullopt);
  EXPECT_EQ(parse_nginx_time("-1s"), std::nullopt);
  EXPECT_EQ(parse_nginx_time(""), std::nullopt);
  EXPECT_EQ(parse_nginx_time("99999999999999999999y"), std::nullopt);
}

class NginxIncludes : public ::testing::Test {
 protected:
  std::string at(const char* name) const { return (folder_.path() / name).string(); }
  void put(const char* name, const std::string& text) {
    ASSERT_TRUE(make_folder((folder_.path() / name).parent_path()));
    ASSERT_TRUE(write_file(folder_.path() / name, text));
  }
  TemporaryFolder folder_ = TemporaryFolder::make("includes").value();
};

TEST_F(NginxIncludes, StandInTheirPlaceWithTheirOwnLines) {
  put("conf.d/b.conf", "server {\n  listen 2;\n}");
  put("conf.d/a.conf", "server { include deeper.inc; listen 1; }\n");
  put("deeper.inc", "# nothing\nroot /x;");
  const std::string text = "events {}\nhttp { include conf.d/*.conf; gzip on; }\nuser me;\n";
  const auto whole = with_includes(text, at("nginx.conf"));
  ASSERT_TRUE(whole) << to_string(whole.error());
  const auto model = parse_nginx(whole->text, at("nginx.conf"));
  ASSERT_TRUE(model) << whole->text;
  std::map<std::string, Position> places;
  for (const NginxDirective& one : model->directives()) {
    places[one.name() + one.word(1)] = model->where(one);
  }
  EXPECT_EQ(places["root/x"], (Position{at("deeper.inc"), 2, 1}));
  EXPECT_EQ(places["listen1"], (Position{at("conf.d/a.conf"), 1, 30}));
  EXPECT_EQ(places["listen2"], (Position{at("conf.d/b.conf"), 2, 3}));
  EXPECT_EQ(places["gzipon"], (Position{at("nginx.conf"), 2, 31}));
  EXPECT_EQ(places["userme"], (Position{at("nginx.conf"), 3, 1}));
  EXPECT_EQ(with_includes(whole->text, at("nginx.conf"))->text, whole->text)
      << "nothing is left to include";
}

TEST_F(NginxIncludes, KeepTheirPlacesInFoldersOfAnyName) {
  for (const char* folder : {"two\nlines", R"(back\nslash\)", "colon:3:4"}) {
    const std::string main = std::string(folder) + "/nginx.conf";
    put((std::string(folder) + "/a.inc").c_str(), "\ngzip on;\n");
    const auto whole = with_includes("include a.inc;\nuser me;\n", at(main.c_str()));
    ASSERT_TRUE(whole) << to_string(whole.error());
    const auto model = parse_nginx(whole->text, at(main.c_str()));
    ASSERT_TRUE(model) << whole->text;
    ASSERT_EQ(model->directives().size(), 2u) << whole->text;
    EXPECT_EQ(model->where(model->directives()[0]).file,
              at((std::string(folder) + "/a.inc").c_str()));
    EXPECT_EQ(model->where(model->directives()[0]).line, 2);
    EXPECT_EQ(model->where(model->directives()[1]).line, 2);
  }
}

TEST_F(NginxIncludes, WithoutThemTheTextStaysAsItIs) {
  const std::string text = "events { }\r\n# include x;\nhttp { }";
  EXPECT_EQ(with_includes(text, at("nginx.conf"))->text, text);
  const auto none = with_includes("include none/*.conf; a;", at("nginx.conf"));
  EXPECT_EQ(parse_nginx(none->text, "x")->directives().size(), 1u);
}

TEST_F(NginxIncludes, ACopiedTreeHasWhatAbsolutePathsName) {
  put("conf.d/a.conf", "listen 1;");
  put("snippets/tls.conf", "ssl_protocols TLSv1.3;");
  const auto whole = with_includes(
      "include /nowhere/nginx/conf.d/*.conf;\ninclude /nowhere/nginx/snippets/tls.conf;\n"
      "include /nowhere/nginx/fastcgi_params;\n",
      at("nginx.conf"));
  ASSERT_TRUE(whole) << to_string(whole.error());
  EXPECT_THAT(whole->text, HasSubstr("listen 1;"));
  EXPECT_THAT(whole->text, HasSubstr("ssl_protocols TLSv1.3;"));
  ASSERT_EQ(whole->notes.size(), 1u) << "nginx's own files do without a copy";
  EXPECT_THAT(whole->notes[0], HasSubstr("include /nowhere/nginx/fastcgi_params is "));
}

TEST_F(NginxIncludes, MistakesHaveTheirPlace) {
  const auto told = [&](const std::string& text) {
    const auto whole = with_includes(text, at("nginx.conf"));
    return whole ? "" : to_string(whole.error());
  };
  EXPECT_THAT(told("a;\n include missing.conf;"), HasSubstr(at("nginx.conf") + ":2:2: "));
  put("broken.conf", "server {\n");
  EXPECT_THAT(told("include broken.conf;\n"), HasSubstr(at("broken.conf") + ":1:8: the block"));
  put("bom.conf", "\xEF\xBB\xBFserver { }\n");
  EXPECT_THAT(told("include bom.conf;"), HasSubstr(at("bom.conf") + ":1:1: the file begins with"));
  put("self.conf", "include self.conf;");
  EXPECT_THAT(told("include self.conf;"), HasSubstr("more than 20 deep"));
  ASSERT_TRUE(make_folder(folder_.path() / "dir"));
  EXPECT_FALSE(told("include dir;").empty());
}

}  // namespace
}  // namespace misfire
