#include "run/early_alerts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

MonitoringFacts facts() {
  MonitoringFacts facts;
  facts.left_out_jobs = {"postgres"};
  facts.pages = {{"severity", {"critical"}}};
  const auto add = [&](const std::string& name, const std::string& expr) {
    AlertRule rule;
    rule.name = name;
    rule.expr = expr;
    rule.labels = {{"alertname", name}, {"severity", "critical"}};
    facts.rules.push_back(rule);
  };
  add("PostgresDown", "pg_up == 0 or absent(pg_up)");
  add("PostgresGone", R"(absent(up{job="postgres"}))");
  add("LoginsFail", "rate(failed[1m]) > 1");
  return facts;
}

System with_jobs() {
  System system;
  system.monitoring.jobs = {{"postgres", JobRole::store}, {"login", JobRole::backends}};
  return system;
}

Labels page(const std::string& name) {
  return {{"alertname", name}, {"severity", "critical"}};
}

TEST(EarlyAlerts, OneIsNamedWithItsCauseAndTheWayOut) {
  RuleState state;
  state.firing = {page("PostgresDown")};
  const auto error = early_alerts(facts(), with_jobs(), state);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->message,
            "the alert PostgresDown is already firing before the fault: absent(pg_up) looks for "
            "what only the job \"postgres\" has, which is left out here");
  EXPECT_EQ(error->hint,
            "put \"PostgresDown\" into [monitoring] ignore of the system file, or give the job a "
            "role");
}

TEST(EarlyAlerts, AllAreNamedAtOnce) {
  RuleState state;
  state.firing = {page("PostgresDown"), page("LoginsFail"), page("LoginsFail")};
  state.pending = {page("PostgresGone")};
  const auto error = early_alerts(facts(), with_jobs(), state);
  ASSERT_TRUE(error);
  EXPECT_THAT(error->message, HasSubstr("3 alerts are already firing or pending before the fault: "
                                        "PostgresDown is firing: absent(pg_up)"));
  EXPECT_THAT(error->message, HasSubstr("; LoginsFail is firing; PostgresGone is pending: "));
  EXPECT_THAT(error->hint, HasSubstr("put \"PostgresDown\", \"PostgresGone\" into"));
}

TEST(EarlyAlerts, WhatIsNoPageOrIsIgnoredDoesNotCount) {
  RuleState state;
  state.firing = {page("PostgresDown"), {{"alertname", "Info"}, {"severity", "info"}}};
  MonitoringFacts known = facts();
  known.ignore = {"PostgresDown"};
  EXPECT_FALSE(early_alerts(known, with_jobs(), state));
}

TEST(EarlyAlerts, AnUnknownCauseIsNotMadeUp) {
  RuleState state;
  state.pending = {page("LoginsFail")};
  const auto error = early_alerts(facts(), with_jobs(), state);
  ASSERT_TRUE(error);
  EXPECT_EQ(error->message, "the alert LoginsFail is already pending before the fault");
  EXPECT_EQ(error->hint, "");
}

TEST(EarlyAlerts, WhoseProbesFailIsToldWhereToLook) {
  MonitoringFacts known = facts();
  known.rules.back().expr = "probe_success == 0";
  RuleState state;
  state.firing = {page("LoginsFail")};
  const auto error = early_alerts(known, with_jobs(), state);
  ASSERT_TRUE(error);
  EXPECT_THAT(error->hint, HasSubstr("`misfire explain` says how probes are treated"));
}

TEST(EarlyAlerts, ThoseThatAreBoundToFireAreKnownBefore) {
  EXPECT_THAT(bound_to_fire(facts(), with_jobs()),
              ElementsAre(HasSubstr("PostgresDown"), HasSubstr("PostgresGone")));
  MonitoringFacts known = facts();
  known.ignore = {"PostgresDown", "PostgresGone"};
  EXPECT_THAT(bound_to_fire(known, with_jobs()), ElementsAre());
  known = facts();
  known.left_out_jobs = {};
  EXPECT_THAT(bound_to_fire(known, with_jobs()), ElementsAre()) << "the store is PostgreSQL";
}

}  // namespace
}  // namespace misfire
