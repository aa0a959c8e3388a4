#include "load/outcome.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace misfire {
namespace {

struct Case {
  int status;
  std::string body;
  Outcome outcome;
};

Outcome outcome(const LoginSuccess& success, int status, const std::string& body,
                const std::map<std::string, std::string>& headers = {}) {
  const auto condition = SuccessCondition::make(success);
  if (!condition) throw std::logic_error(condition.error().message);
  return condition->outcome_of(status, body, [&](const std::string& name) {
    const auto found = headers.find(name);
    return found == headers.end() ? "" : found->second;
  });
}

TEST(OutcomeOf, LooksAtStatusAndBody) {
  const std::string ok = R"({"status":"ok","user":"user000001"})";
  for (const Case& c : std::vector<Case>{{200, ok, Outcome::ok},
                                         {200, "<h1>We'll be back soon</h1>", Outcome::wrong_body},
                                         {200, "", Outcome::wrong_body},
                                         {200, "\"ok\"", Outcome::wrong_body},
                                         {200, R"(["status","ok"])", Outcome::wrong_body},
                                         {200, R"({"status":"denied"})", Outcome::wrong_body},
                                         {200, R"({"status":true})", Outcome::wrong_body},
                                         {200, ok.substr(0, ok.size() - 1), Outcome::wrong_body},
                                         {204, "", Outcome::wrong_body},
                                         {302, ok, Outcome::wrong_body},
                                         {401, R"({"status":"denied"})", Outcome::denied},
                                         {400, "", Outcome::client_error},
                                         {404, ok, Outcome::client_error},
                                         {429, "", Outcome::client_error},
                                         {500, ok, Outcome::server_error},
                                         {502, "", Outcome::server_error},
                                         {503, R"({"status":"busy"})", Outcome::unavailable},
                                         {504, "", Outcome::server_error}}) {
    EXPECT_EQ(outcome(LoginSpec().success, c.status, c.body), c.outcome)
        << c.status << " " << c.body;
  }
}

TEST(OutcomeOf, ARedirectSucceedsOnlyWhereItLeadsToTheRightPlace) {
  LoginSuccess success;
  success.status = {302, 303};
  success.headers = {{"Location", "^/home"}};
  EXPECT_EQ(outcome(success, 302, "", {{"Location", "/home?first=1"}}), Outcome::ok);
  EXPECT_EQ(outcome(success, 303, "", {{"Location", "/login?error=1"}}), Outcome::wrong_body);
  EXPECT_EQ(outcome(success, 302, "", {}), Outcome::wrong_body) << "no such header";
  EXPECT_EQ(outcome(success, 200, "", {{"Location", "/home"}}), Outcome::wrong_body);
}

TEST(OutcomeOf, ABodyMustHoldThePattern) {
  LoginSuccess success;
  success.body = "Welcome, [a-z]+!";
  EXPECT_EQ(outcome(success, 200, "<p>Welcome, anna!</p>"), Outcome::ok);
  EXPECT_EQ(outcome(success, 200, "<p>Wrong password</p>"), Outcome::wrong_body);
  EXPECT_EQ(outcome(success, 200, ""), Outcome::wrong_body);
}

TEST(OutcomeOf, AFieldOfJsonMustHaveThatValueAndThatType) {
  LoginSuccess success;
  success.json = {{"ok", "true"}, {"code", "0"}};
  EXPECT_EQ(outcome(success, 200, R"({"code":0,"ok":true,"more":[1]})"), Outcome::ok);
  EXPECT_EQ(outcome(success, 200, R"({"code":0,"ok":"true"})"), Outcome::wrong_body);
  EXPECT_EQ(outcome(success, 200, R"({"ok":true})"), Outcome::wrong_body);
}

TEST(OutcomeOf, AStatusThatMayMeanSuccessIsNoFailureOfTheServer) {
  LoginSuccess success;
  success.status = {401};
  EXPECT_EQ(outcome(success, 401, ""), Outcome::ok) << "a probe for a wrong password";
  EXPECT_EQ(outcome(success, 500, ""), Outcome::server_error);
}

TEST(OutcomeOf, APatternThatTakesTooLongIsNotFound) {
  LoginSuccess success;
  success.body = "(a*)*(a*)*(a*)*b$";
  EXPECT_EQ(outcome(success, 200, std::string(60'000, 'a')), Outcome::wrong_body);
}

TEST(SuccessText, TellsEveryCondition) {
  LoginSuccess success;
  success.status = {200, 302};
  success.body = "Welcome";
  success.headers = {{"Location", "^/home"}};
  EXPECT_EQ(success_text(success),
            "200 or 302, a body with /Welcome/, a header Location with /^/home/");
}

}  // namespace
}  // namespace misfire
