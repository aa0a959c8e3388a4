#include "monitor/handover.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Handover, WhatSomebodyChangedIsNamed) {
  const MonitoringState before{3, "scrape", "route"};
  EXPECT_THAT(differences(before, before), IsEmpty());
  EXPECT_THAT(differences(before, {0, "scrape", "route"}),
              ElementsAre(HasSubstr("0 alerts instead of 3")));
  EXPECT_THAT(differences(before, {3, "other", "other"}),
              ElementsAre(HasSubstr("Prometheus's configuration"),
                          HasSubstr("Alertmanager's configuration")));
}

TEST(Handover, AlertsThatWereRefusedAreCountedByWhom) {
  const std::string metrics =
      "# HELP prometheus_notifications_errors_total Total number of errors.\n"
      "prometheus_notifications_errors_total{alertmanager=\"http://127.77.1.1:20093/api/v2/"
      "alerts\"} "
      "7\n"
      "prometheus_notifications_errors_total{alertmanager=\"http://127.77.1.1:20094/api/v2/"
      "alerts\"} "
      "0\n"
      "prometheus_notifications_dropped_total 3\n";
  EXPECT_THAT(refused_alerts(metrics),
              ElementsAre(HasSubstr("7 times Prometheus could not hand its "
                                    "alerts to http://127.77.1.1:20093")));
  EXPECT_THAT(refused_alerts(""), IsEmpty());
  EXPECT_THAT(refused_alerts("prometheus_notifications_errors_total{alertmanager=\"x"), IsEmpty());
}

TEST(Handover, OnlyWhatTheSinkCouldNotDoIsItsFault) {
  const auto failed = [](const std::string& stage, const std::string& error) {
    return DeliveryFailed{"auth-oncall", "webhook", stage, error};
  };
  EXPECT_TRUE(is_sinks_fault(failed("delivery", "unexpected status code 500: http://…")));
  EXPECT_TRUE(is_sinks_fault(failed("delivery", "Post \"…\": context deadline exceeded")));
  EXPECT_TRUE(is_sinks_fault(failed("delivery", "dial tcp 127.77.1.1:20094: connection refused")));
  EXPECT_FALSE(is_sinks_fault(failed("delivery", "unexpected status code 400: invalid_blocks")));
  EXPECT_FALSE(is_sinks_fault(failed("rendering", "template: x:1: unexpected EOF")));
}

TEST(Handover, TheLogTellsWhySamplesAreMissing) {
  EXPECT_EQ(storage_error("level=info msg=\"no trouble\"\n"), "");
  EXPECT_EQ(storage_error("level=error msg=\"Scrape commit failed\" err=\"write to WAL: write "
                          "data/wal/00000000: no space left on device\"\nlevel=info msg=x\n"),
            "no space left");
}

}  // namespace
}  // namespace misfire
