// What misconfigurations of HAProxy's health checks write, wherever the setting stands.
#include <gmock/gmock.h>

#include "fault/diff_case.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

/// As one team wrote it: the checks in the pool, their settings in each server's line.
const std::string kPlain =
    "defaults\n"
    "  mode http\n"
    "backend auth\n"
    "  option httpchk GET /healthz HTTP/1.1\n"
    "  http-check expect status 200\n"
    "  server a :1 check inter 2s fall 3 # the old one\n"
    "  server b :2 check inter 2s fastinter 500ms\n"
    "  server c :3\n";

/// As another would: everything inherited.
const std::string kInherited =
    "defaults base\n"
    "  mode http\n"
    "  option httpchk /up\n"
    "  timeout check 1s\n"
    "  default-server check fall 5\n"
    "backend auth from base\n"
    "  server a 10.0.0.1:7000\n"
    "  server b 10.0.0.2:7000\n";

Result<std::string> edited(const std::string& fault, const Args& args, const std::string& text) {
  return edited_text<HaproxyConfig>(fault, args, text);
}

class HaproxyCheckEdit : public ::testing::TestWithParam<DiffCase> {};

TEST_P(HaproxyCheckEdit, IsWhatAPersonWouldType) {
  expect_diff<HaproxyConfig>(GetParam(), GetParam().plain ? kPlain : kInherited);
}

const DiffCase kCases[] = {
    {"MisspellsThePath",
     "check-path-typo",
     {},
     true,
     "option httpchk GET /healthz HTTP/1.1\n",
     "option httpchk GET /ehalthz HTTP/1.1\n"},
    {"MisspellsAnInheritedPathForThePoolOnly",
     "check-path-typo",
     {},
     false,
     "",
     "option httpchk /pu\n"},
    {"AsksWhatIsAlwaysThere",
     "check-always-200",
     {},
     true,
     "option httpchk GET /healthz HTTP/1.1\n",
     "option httpchk GET /metrics HTTP/1.1\n"},
    {"AsksWhatAllShare",
     "check-deep",
     {{"path", std::string("/deep")}},
     false,
     "",
     "option httpchk /deep\n"},
    {"AcceptsErrors",
     "check-any-status",
     {},
     true,
     "http-check expect status 200\n",
     "http-check expect status 200-599\n"},
    {"AcceptsErrorsWhereNothingIsExpected",
     "check-any-status",
     {},
     false,
     "",
     "http-check expect status 200-599\n"},
    {"ChecksAnotherPort",
     "check-port",
     {},
     true,
     "server a :1 check inter 2s fall 3 # the old one\n"
     "server b :2 check inter 2s fastinter 500ms\n",
     "server a :1 port 1 check inter 2s fall 3 # the old one\n"
     "server b :2 port 1 check inter 2s fastinter 500ms\n"},
    {"ChecksAnotherPortOfOne",
     "check-port",
     {{"servers", std::string("last")}, {"port", std::int64_t{9}}},
     false,
     "server b 10.0.0.2:7000\n",
     "server b 10.0.0.2:7000 port 9\n"},
    {"GivesUpSoon", "check-timeout-low", {}, true, "", "timeout check 5ms\n"},
    {"GivesUpSoonInThePoolOnly", "check-timeout-low", {}, false, "", "timeout check 5ms\n"},
    {"IsSlow",
     "check-slow",
     {},
     true,
     "server a :1 check inter 2s fall 3 # the old one\n"
     "server b :2 check inter 2s fastinter 500ms\n",
     "server a :1 check inter 60s fall 10 # the old one\n"
     "server b :2 fall 10 check inter 60s fastinter 60s\n"},
    {"IsStrict",
     "check-strict",
     {},
     false,
     "server a 10.0.0.1:7000\nserver b 10.0.0.2:7000\n",
     "timeout check 50ms\nserver a 10.0.0.1:7000 fall 1\nserver b 10.0.0.2:7000 fall 1\n"},
    {"NeverReturns",
     "rise-huge",
     {{"successes", std::int64_t{500}}},
     false,
     "server a 10.0.0.1:7000\nserver b 10.0.0.2:7000\n",
     "server a 10.0.0.1:7000 rise 500\nserver b 10.0.0.2:7000 rise 500\n"}};

INSTANTIATE_TEST_SUITE_P(Table, HaproxyCheckEdit, ::testing::ValuesIn(kCases),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(HaproxyCheckEdits, FollowThePathIntoARule) {
  const std::string text =
      "backend auth\n  option httpchk\n  http-check send meth GET uri /status ver HTTP/1.1\n"
      "  server a :1 check\n";
  EXPECT_THAT(*edited("check-path-typo", {}, text), HasSubstr("meth GET uri /tsatus ver HTTP/1.1"));
}

TEST(HaproxyCheckEdits, RefuseWhatIsNotChecked) {
  const std::string text = "backend auth\n  server a :1\n";
  for (const char* fault : {"check-path-typo", "check-always-200", "check-deep", "check-any-status",
                            "check-port", "check-slow", "check-strict", "rise-huge"}) {
    const auto after = edited(fault, {}, text);
    ASSERT_FALSE(after) << fault;
    EXPECT_EQ(after.error().code, ErrorCode::usage) << fault;
    ASSERT_TRUE(after.error().where) << fault;
    EXPECT_EQ(after.error().where->line, 1) << fault;
  }
}

TEST(HaproxyCheckEdits, LeaveWhatOtherBackendsShare) {
  const std::string text =
      "defaults\n  option httpchk\n  http-check send meth GET uri /up\n"
      "backend auth\n  server a :1 check\n";
  for (const char* fault : {"check-path-typo", "check-any-status"}) {
    const auto after = edited(fault, {}, text);
    ASSERT_FALSE(after) << fault;
    EXPECT_THAT(after.error().message, HasSubstr("defaults section")) << fault;
    EXPECT_EQ(after.error().where->line, 3) << fault;
  }
}

TEST(HaproxyCheckEdits, ArePartOfWhatAConditionDecides) {
  const std::string text =
      "backend auth\n  .if defined(NOPE)\n  option httpchk GET /x\n  .endif\n  server a :1 check\n";
  for (const char* fault : {"check-path-typo", "check-any-status", "check-deep"}) {
    const auto after = edited(fault, {}, text);
    ASSERT_FALSE(after) << fault;
    EXPECT_THAT(after.error().message, HasSubstr("inside .if")) << fault;
  }
}

TEST(HaproxyCheckEdits, APathWithoutTwoLettersCannotBeMisspelt) {
  const auto after =
      edited("check-path-typo", {}, "backend auth\n  option httpchk /\n  server a :1 check\n");
  ASSERT_FALSE(after);
  EXPECT_THAT(after.error().message, HasSubstr("no two letters"));
}

}  // namespace
}  // namespace misfire
