#include "monitor/missed_jobs.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

/// "call: job", or nothing. The jobs postgres and node are left out, login and haproxy are kept.
std::string missed(const std::string& expression,
                   const std::vector<std::string>& kept = {"login", "haproxy"}) {
  const auto found = missed_job(expression, {"node", "postgres"}, kept);
  return found ? found->call + ": " + found->job : "";
}

TEST(MissedJobs, AbsentOfALeftOutJobFiresWhateverElseThereIs) {
  EXPECT_EQ(missed(R"(absent(up{job="postgres"}))"), R"(absent(up{job="postgres"}): postgres)");
  EXPECT_EQ(missed("pg_up == 0 or absent(pg_up)"), "absent(pg_up): postgres");
  EXPECT_EQ(missed("absent_over_time(node_load1[5m]) > 0"), "absent_over_time(node_load1): node");
  EXPECT_EQ(missed("absent(pg_up) == 1"), "absent(pg_up): postgres");
}

TEST(MissedJobs, WhatIsMadeOfTheSeriesIsAbsentWithThem) {
  EXPECT_EQ(missed(R"(absent(up{job="postgres"} == 1))"),
            R"(absent(up{job="postgres"} …): postgres)");
  EXPECT_EQ(missed("absent(sum(rate(pg_stat_x[5m])))"), "absent(pg_stat_x …): postgres");
  EXPECT_EQ(missed("absent(pg_up or vector(1))"), "");
}

TEST(MissedJobs, WhatAKeptJobMayHaveIsNoCause) {
  EXPECT_EQ(missed(R"(absent(up{job=~"postgres|login"}))"), "");
  EXPECT_EQ(missed("absent(pg_up)", {"postgres-replica"}), "");
  EXPECT_EQ(missed("absent(haproxy_up)"), "");
  EXPECT_EQ(missed("absent(acme_orders_total)"), "") << "whose it is cannot be told";
  EXPECT_EQ(missed(R"(absent(up{job="elsewhere"}))"), "");
}

TEST(MissedJobs, WhatElseMustHoldLeavesItOpen) {
  EXPECT_EQ(missed("absent(pg_up) and on() vector(1) == 2"), "");
  EXPECT_EQ(missed("absent(pg_up) == 0"), "");
  EXPECT_EQ(missed("pg_up == 0"), "");
  EXPECT_EQ(missed("absent("), "");
}

}  // namespace
}  // namespace misfire
