#include "load/outcome.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace misfire {
namespace {

struct Case {
  int status;
  std::string body;
  Outcome outcome;
};

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
    EXPECT_EQ(outcome_of(c.status, c.body), c.outcome) << c.status << " " << c.body;
  }
}

}  // namespace
}  // namespace misfire
