// What /metrics and /healthz say. Whether Prometheus takes it, promtool says (metrics_real_test).
#include <gmock/gmock.h>

#include "metrics_status.hpp"

namespace misfire::watch {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

TEST(WatchMetrics, TellDriftWithItsKindAndItsBeginning) {
  const std::string text = metrics_text(busy_status());
  EXPECT_THAT(text, HasSubstr("misfire_watch_up 1\n"));
  EXPECT_THAT(text, HasSubstr("misfire_watch_drifts 1\n"));
  EXPECT_THAT(text, HasSubstr("misfire_watch_drift{pool=\"auth\",server=\"a\\\"1\",kind=\"weight\","
                              "against=\"file\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("misfire_watch_drift_since_timestamp_seconds{pool=\"auth\""));
  EXPECT_THAT(text, HasSubstr("misfire_watch_look_failures_total{reason=\"slow\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("misfire_watch_look_failures_total{reason=\"away\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("misfire_watch_server_up{pool=\"auth\",server=\"a2\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("misfire_audit_findings{rule=\"haproxy/no-check\","
                              "severity=\"warning\"} 2\n"));
}

TEST(WatchMetrics, BeforeTheFirstLookTellNoTimeOfOne) {
  const std::string text = metrics_text({});
  EXPECT_THAT(text, HasSubstr("misfire_watch_up 0\n"));
  EXPECT_THAT(text, HasSubstr("misfire_watch_drifts 0\n"));
  EXPECT_THAT(text, Not(HasSubstr("misfire_watch_last_look")));
  EXPECT_THAT(text, Not(HasSubstr("misfire_watch_approved")));
}

TEST(WatchHealth, IsFineWhileLooksEndWhateverTheySee) {
  Status status = busy_status();
  status.up = false;
  EXPECT_TRUE(health(status, status.last_try + 59s).fine);
  const Health stuck = health(status, status.last_try + 61s);
  EXPECT_FALSE(stuck.fine);
  EXPECT_THAT(stuck.text, HasSubstr("no look has ended for 61.0 s"));
}

TEST(WatchHealth, CountsFromTheStartBeforeTheFirstLook) {
  Status status;
  status.every = 30s;
  status.started = from_nanos(1'700'000'000'000'000'000);
  EXPECT_TRUE(health(status, status.started + 30s).fine);
  EXPECT_FALSE(health(status, status.started + 90s).fine);
}

}  // namespace
}  // namespace misfire::watch
