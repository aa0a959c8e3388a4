#include "base/secret_parts.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

TEST(SecretParts, AreFoundByHowTheyAreWritten) {
  const std::pair<const char*, const char*> rows[] = {
      {"postgres://app:hunter@db/x", "hunter"},
      {"DATABASE_URL=postgres://app:hunter@db/x", "hunter"},
      {"HTTPS://me:hunter@x/y", "hunter"},
      {"socks5://me:hunter@proxy:1080", "hunter"},
      {"see https://a.example/x, then https://me:hunter@b/", "hunter"},
      {"redis://:hunter@cache", "hunter"},
      {"https://0123456789abcdef@sentry.example/1", "0123456789abcdef"},
      {"Bearer plain-token", "plain-token"},
      {"basic bWU6c2VjcmV0", "bWU6c2VjcmV0"},
      {"X-Real: Bearer tok-12345678\r\nHost: a", "tok-12345678"},
      {"/alive?token=hunter", "hunter"},
      {"/m?deep=1&apikey=hunter&x=1", "hunter"},
      {"/login?pwd=hunter#top", "hunter"},
  };
  for (const auto& [text, secret] : rows) {
    EXPECT_THAT(secret_parts(text), ElementsAre(secret)) << text;
  }
}

TEST(SecretParts, NothingElseIsOne) {
  for (const char* text :
       {"http://host:80/a@b?c", "http://a.example and me@b.example", "://me:pass@x", "me@x",
        "Basic authentication", "Basic realm=\"staff\"", "the basic authentication of HTTP",
        "Bearer $http_token", "Bearer %[var(txn.token)]", "https://$user:$pass@h/",
        "https://me:${PASSWORD}@h/", "/login?password={password}", "/x?token=$arg_token",
        "/x?monkey=banana&limit=100", "a bearer of news"}) {
    EXPECT_THAT(secret_parts(text), IsEmpty()) << text;
  }
}

TEST(AssignedSecrets, StandBehindTheirNames) {
  const std::pair<const char*, const char*> rows[] = {
      {"token=hunter", "hunter"},
      {"--db-password=hunter", "hunter"},
      {"(token=hunter)", "hunter"},
      {"a=b; password=hunter; c=d", "hunter"},
      {"curl -s --token hunter http://x", "hunter"},
      {"DB_PASS=hunter", "hunter"},
  };
  for (const auto& [text, secret] : rows) {
    EXPECT_THAT(assigned_secrets(text), ElementsAre(secret)) << text;
  }
  for (const char* text : {"max-age=3600", "token=%[src]", "--token-file=/run/token",
                           "token=", "keys_zone=one:10m", "--token --verbose", "user=alice"}) {
    EXPECT_THAT(assigned_secrets(text), IsEmpty()) << text;
  }
}

TEST(PasswordsBeforeHosts, NeedNoScheme) {
  EXPECT_THAT(passwords_before_hosts("me:hunter@mail:25"), ElementsAre("hunter"));
  EXPECT_THAT(passwords_before_hosts("app:hunter@tcp(db:3306)/x"), ElementsAre("hunter"));
  for (const char* text :
       {"mail:25", "me@mail:25", "mailto:me@example.com", ":hunter@x", "ipv4@10.0.0.1:80"}) {
    EXPECT_THAT(passwords_before_hosts(text), IsEmpty()) << text;
  }
}

TEST(SentSecrets, AreThoseOfJsonAndForms) {
  EXPECT_THAT(sent_secrets(R"({"user": "me", "auth": {"client_secret": "hunter"}, "x": [1]})"),
              ElementsAre("hunter"));
  EXPECT_THAT(sent_secrets("client_secret=hunter&user={user}&password={password}"),
              ElementsAre("hunter"));
  EXPECT_THAT(sent_secrets(R"({"user": "{user}", "password": "{password}"})"), IsEmpty());
  EXPECT_THAT(sent_secrets(std::string(100'000, '[')), IsEmpty());
  EXPECT_THAT(sent_secrets(std::string(5'000, '[') + std::string(5'000, ']')), IsEmpty());
}

TEST(IsReference, WhenNothingElseStandsThere) {
  for (const char* text : {"$http_x", "${X}", "$1", "$a$b", "%[req.hdr(x),lower]", "{port}",
                           "{{ .Labels.x }}", "%{+Q}"}) {
    EXPECT_TRUE(is_reference(text)) << text;
  }
  for (const char* text : {"", "$", "$http_cookie; admin=x", "x$a",
                           "$1$saltsalt$qjXMvbEw8oaL0CzflDtaK0", "{open", "%5"}) {
    EXPECT_FALSE(is_reference(text)) << text;
  }
}

TEST(WithoutParts, HidesEachOnce) {
  const std::string text = "token=https://me:hunter@x&y=1 token=other";
  SecretParts parts = secret_parts(text);
  for (const std::string_view part : assigned_secrets(text)) parts.push_back(part);
  EXPECT_THAT(parts, UnorderedElementsAre("hunter", "https://me:hunter@x", "other"));
  EXPECT_EQ(without_parts(text, parts), "token=<secret>&y=1 token=<secret>");
  EXPECT_EQ(without_parts("nothing", {}), "nothing");
}

}  // namespace
}  // namespace misfire
