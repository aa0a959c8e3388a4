#include "monitor/promql_power.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace misfire {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string wrong(std::string_view expression) {
  return speed_powers(expression, nullptr).wrong;
}

TEST(PromqlPower, CountsOfTheLoadShrinkAndTheirThresholdsDoNot) {
  EXPECT_EQ(
      wrong("sum by (instance) (increase(auth_logins_total{job=\"auth\"}[5m])) > 17000"),
      "increase() of auth_logins_total shrinks by the speed, and what it is compared with does "
      "not");
  for (const char* expression :
       {"100 < increase(x_total[5m])", "delta(x[5m]) < -5", "idelta(x[5m]) > 1",
        "increase(a_total[5m]) > 0 and increase(b_total[5m]) > 100",
        "max_over_time(increase(x_total[5m])[1h:1m]) > 3", "increase(x_total[5m]) / 300 > 5",
        "increase(x_total[5m]) - rate(y_total[5m]) > 1", "sqrt(increase(x_total[5m])) > 3",
        "sum(increase(x_total[5m])) > bool 10 == 1", "stdvar(increase(x_total[5m])) > 3",
        "max_over_time(x_uptime_seconds[5m]) > 600", "increase(x_total[5m]) > rate(x_total[5m])",
        "clamp_min(increase(x_total[5m]), 1) > 7"}) {
    EXPECT_THAT(wrong(expression), HasSubstr("speed")) << expression;
  }
}

TEST(PromqlPower, WhatTimersDriveKeepsItsCountAndNotItsRate) {
  for (const char* metric :
       {"haproxy_server_check_up_down_total", "prometheus_rule_evaluations_total",
        "alertmanager_notifications_failed_total"}) {
    EXPECT_THAT(wrong(fmt::format("increase({}[10m]) > 2", metric)), IsEmpty());
    EXPECT_THAT(wrong(fmt::format("rate({}[10m]) > 2", metric)), HasSubstr("grows by the speed"));
    EXPECT_THAT(wrong(fmt::format("rate({}[10m]) != 0", metric)), IsEmpty());
  }
  EXPECT_THAT(wrong("delta(haproxy_backend_active_servers[5m]) < -1"), IsEmpty());
  EXPECT_THAT(wrong("deriv(x[5m]) > 1"), HasSubstr("deriv() of x grows"));
  EXPECT_THAT(wrong("deriv(x[5m]) > 0"), IsEmpty());
}

TEST(PromqlPower, SharesAndWhateverIsAboveZeroKeepTheirMeaning) {
  for (const char* expression :
       {"increase(x_total[3m]) > 0", "sum(increase(x_total[3m])) == 0", "rate(x_total[3m]) > 5",
        "sum(increase(a_total[5m])) / sum(increase(b_total[5m])) > 0.05",
        "increase(a_total[5m]) > 0.05 * increase(b_total[5m])",
        "increase(a_total[5m]) > 2 * increase(a_total[5m] offset 1h)",
        "histogram_quantile(0.9, sum by (le) (increase(x_bucket[5m]))) > 0.25",
        "increase(x_sum[5m]) / increase(x_count[5m]) > 0.2", "changes(x[5m]) > 3",
        "resets(x_total[5m]) > 1", "count(increase(x_total[5m]) > 0) > 2", "x_uptime_seconds < 120",
        "-delta(x[5m]) > 0", "min(x) > 1 or y < 2", "vector(1)",
        "resets(haproxy_process_uptime_seconds[5m]) > 0"}) {
    EXPECT_THAT(wrong(expression), IsEmpty()) << expression;
  }
}

TEST(PromqlPower, WhatRulesRecordHasThePowerOfItsExpression) {
  const SpeedPower logins = speed_powers("sum(increase(x_total[5m]))", nullptr).value;
  EXPECT_EQ(logins.power, -1);
  EXPECT_EQ(logins.cause, "increase() of x_total");
  const auto recorded = [&](const std::string& metric) {
    return metric == "logins:5m" ? &logins : nullptr;
  };
  EXPECT_THAT(speed_powers("logins:5m > 100", recorded).wrong, HasSubstr("increase() of x_total"));
  EXPECT_THAT(speed_powers("logins:5m == 0", recorded).wrong, IsEmpty());
  EXPECT_THAT(speed_powers("failed:5m > 100", recorded).wrong, IsEmpty());
}

}  // namespace
}  // namespace misfire
