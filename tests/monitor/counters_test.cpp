#include "monitor/counters.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

constexpr const char* kText = R"(# HELP sent_total Notifications.
# TYPE sent_total counter
sent_total{integration="slack",reason="a,b"} 3
sent_total{integration="slack",reason="\"}{ "} 2
sent_total{integration="email"} 1e+01
sent_total_more{integration="email"} 99
plain 7
sent_total{integration="broken
)";

TEST(Counters, SumByALabel) {
  const auto by = counters(kText, "sent_total", "integration");
  EXPECT_EQ(by.size(), 2u);
  EXPECT_EQ(by.at("slack"), 5);
  EXPECT_EQ(by.at("email"), 10);
  EXPECT_EQ(counters(kText, "sent_total", "reason").at("a,b"), 3);
}

TEST(Counters, SumAll) {
  EXPECT_EQ(counters(kText, "sent_total", "").at(""), 15);
  EXPECT_EQ(counters(kText, "plain", "").at(""), 7);
}

TEST(Counters, OfAnUnknownNameAreNone) {
  EXPECT_TRUE(counters(kText, "sent", "").empty()) << "a name's beginning is another name";
  EXPECT_TRUE(counters("", "sent_total", "").empty());
}

}  // namespace
}  // namespace misfire
