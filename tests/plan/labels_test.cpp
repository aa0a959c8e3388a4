#include <gtest/gtest.h>

#include "plan_builder.hpp"

namespace misfire {
namespace {

using Op = Matcher::Op;

MonitoringFacts facts() {
  MonitoringFacts f;
  f.pages = {{"severity", {"page", "critical"}}, {"wake", {"yes"}}};
  f.ignore = {"Watchdog"};
  f.teams = {{"auth", {"auth-oncall", "auth-mail"}}, {"network", {"network-oncall"}}};
  f.components = {{"load-balancer",
                   {{{"alertname", Op::match, "HAProxy.+"}},
                    {{"subsystem", Op::equal, "lb"}, {"env", Op::not_equal, "test"}}}}};
  return f;
}

TEST(Labels, APageHasAnyOfTheNamedValues) {
  EXPECT_TRUE(is_page(facts(), {{"severity", "critical"}}));
  EXPECT_TRUE(is_page(facts(), {{"severity", "ticket"}, {"wake", "yes"}}));
  EXPECT_FALSE(is_page(facts(), {{"severity", "ticket"}}));
  EXPECT_FALSE(is_page(facts(), {}));
}

TEST(Labels, IgnoresByName) {
  EXPECT_TRUE(is_ignored(facts(), {{"alertname", "Watchdog"}}));
  EXPECT_FALSE(is_ignored(facts(), {{"alertname", "Watchdogs"}}));
  EXPECT_FALSE(is_ignored(facts(), {}));
}

TEST(Labels, ComponentComesFromTheSystemFileBeforeTheLabel) {
  EXPECT_EQ(component_of(facts(), {{"alertname", "HAProxyDown"}, {"component", "other"}}),
            "load-balancer");
  EXPECT_EQ(component_of(facts(), {{"alertname", "X"}, {"component", "database"}}), "database");
  EXPECT_EQ(component_of(facts(), {{"alertname", "X"}}), "");
}

TEST(Labels, ComponentNeedsAllMatchersOfOneAlternative) {
  EXPECT_EQ(component_of(facts(), {{"subsystem", "lb"}, {"env", "live"}}), "load-balancer");
  EXPECT_EQ(component_of(facts(), {{"subsystem", "lb"}, {"env", "test"}}), "");
}

TEST(Labels, ATemplateIsUnknown) {
  EXPECT_EQ(component_of(facts(), {{"component", "{{ $labels.component }}"}}), "");
  EXPECT_EQ(component_of(facts(), {{"subsystem", "lb"}, {"env", "{{ $labels.env }}"}}), "")
      << "it may well be test";
  EXPECT_FALSE(is_page(facts(), {{"severity", "{{ $labels.severity }}"}}));
}

TEST(Labels, TeamIsTheReceivers) {
  EXPECT_EQ(team_of(facts(), "auth-mail"), "auth");
  EXPECT_EQ(team_of(facts(), "default"), "");
}

}  // namespace
}  // namespace misfire
