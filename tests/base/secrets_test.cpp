#include "base/secrets.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Secrets, AreHiddenWhereverTheyStandTheLongestFirst) {
  Secrets secrets;
  secrets.add("hunter");
  secrets.add("hunter2-of-the-pool");
  EXPECT_EQ(secrets.hide("x hunter2-of-the-pool, hunter, y"), "x <secret>, <secret>, y");
  EXPECT_EQ(secrets.hide(secrets.hide("hunter hunter")), "<secret> <secret>");
}

TEST(Secrets, ShortValuesAndWordsOfTheLanguageStay) {
  Secrets secrets;
  secrets.add("auth");
  secrets.add("Bearer application abc12345");
  EXPECT_EQ(secrets.hide("auth application abc12345"), "auth application <secret>");
}

TEST(Secrets, PiecesOfAValueAreHiddenBecauseMessagesQuotePieces) {
  Secrets secrets;
  secrets.add("Bearer tok-12345678");
  EXPECT_EQ(secrets.hide("missing fetch method 'tok-12345678'"), "missing fetch method '<secret>'");
}

TEST(Secrets, AValueBehindANameIsAPiece) {
  Secrets secrets;
  secrets.add("lang=en; session=abc12345");
  EXPECT_EQ(secrets.hide("of abc12345 in en"), "of <secret> in en");
}

TEST(Secrets, OfAUrlHideItsPrivatePartsAndNotItsHost) {
  Secrets secrets;
  secrets.add_url(
      "https://me:s3cr3t-pass@hooks.example/services/T00000000/B1/XyZ123456789?key=Q1w2e3r4");
  for (const char* part : {"s3cr3t-pass", "XyZ123456789", "Q1w2e3r4"}) {
    EXPECT_THAT(secrets.hide(std::string("see ") + part), Not(HasSubstr(part)));
  }
  EXPECT_EQ(secrets.hide("https://hooks.example/services"), "https://hooks.example/services");
  Secrets none;
  none.add_url("https://deadman.example.com/");
  EXPECT_TRUE(none.empty());
}

TEST(Secrets, OfErrorsAreHiddenInMessageAndHint) {
  Secrets secrets;
  secrets.add("s3cr3t-pass");
  const Errors hidden =
      secrets.hide({{ErrorCode::usage, "bad s3cr3t-pass", "not s3cr3t-pass", {}}});
  EXPECT_EQ(hidden.front().message, "bad <secret>");
  EXPECT_EQ(hidden.front().hint, "not <secret>");
}

TEST(NamesASecret, KnowsTheNamesInUse) {
  for (const char* name :
       {"smtp_auth_password", "api_key", "X-Api-Key", "Authorization", "bot_token", "service_key",
        "client_secret", "credentials", "secret_key", "Cookie", "__param_token", "ROUTING_KEY"}) {
    EXPECT_TRUE(names_a_secret(name)) << name;
  }
  for (const char* name : {"consumer_key", "application_key", "DD_APP_KEY", "DB_PASS", "--pass",
                           "X-Signature", "sig", "SESSION_SALT"}) {
    EXPECT_TRUE(names_a_secret(name)) << name;
  }
  for (const char* name : {"job_name", "Content-Type", "X-Forwarded-For", "channel", "group_key_by",
                           "insecure_skip_verify", "keyword", "PWD", "bypass"}) {
    EXPECT_FALSE(names_a_secret(name)) << name;
  }
}

TEST(WithoutUserinfo, LeavesEverythingElse) {
  EXPECT_EQ(without_userinfo("http://me:pass@host:80/a@b?c"), "http://host:80/a@b?c");
  EXPECT_EQ(without_userinfo("http://host/a@b"), "http://host/a@b");
  EXPECT_EQ(without_userinfo("host:9090"), "host:9090");
  EXPECT_EQ(without_userinfo("DATABASE_URL=postgres://me:pass@db/x"),
            "DATABASE_URL=postgres://db/x");
  EXPECT_EQ(without_userinfo("http://a/ http://me:pass@b/"), "http://a/ http://b/");
}

}  // namespace
}  // namespace misfire
