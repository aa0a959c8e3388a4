#include "load/users.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

UserList good(const std::string& text) {
  const auto accounts = parse_users(text, "users.csv");
  EXPECT_TRUE(accounts) << to_string(accounts.error().front());
  return accounts.value_or(UserList{});
}

std::vector<std::string> mistakes(const std::string& text) {
  const auto accounts = parse_users(text, "users.csv");
  std::vector<std::string> texts;
  if (accounts) return texts;
  for (const Error& error : accounts.error()) texts.push_back(to_string(error));
  return texts;
}

TEST(ParseUsers, ReadsWhatSpreadsheetsWrite) {
  EXPECT_EQ(good("\xEF\xBB\xBFUsername,Password\r\nanna,a1\r\n\r\n\"b,en\",\"say \"\"hi\"\"\"\r\n"),
            (UserList{{"anna", "a1"}, {"b,en", "say \"hi\""}}));
  EXPECT_EQ(good("anna, a1"), (UserList{{"anna", " a1"}})) << "spaces may be a password's";
}

TEST(ParseUsers, TellsAllMistakesWithTheirLines) {
  EXPECT_THAT(
      mistakes("anna,a1\nben\n,x1\ncleo,\ndan,\"d1\nanna,a2\neve,e,1\n"),
      ElementsAre(HasSubstr("users.csv:2:1: one field in place of a user and a password"),
                  HasSubstr("users.csv:3:1: no user"), HasSubstr("users.csv:4:1: no password"),
                  HasSubstr("users.csv:5:1: a quote does not end"),
                  HasSubstr("users.csv:6:1: the user anna is in line 1 already"),
                  HasSubstr("users.csv:7:1: 3 fields in place of a user and a password")));
}

TEST(ParseUsers, NeverQuotesAPassword) {
  for (const char* text :
       {"anna,hunter2,x\n", "hunter2\n", "anna,\"hunter2\n", "anna,1\nanna,hunter2\n"}) {
    EXPECT_THAT(mistakes(text), testing::Each(Not(HasSubstr("hunter2"))));
  }
}

TEST(ParseUsers, AnEmptyListIsAMistake) {
  EXPECT_THAT(mistakes("user,password\n"),
              ElementsAre(AllOf(HasSubstr("there is no user in it"), HasSubstr("user,password"))));
}

}  // namespace
}  // namespace misfire
