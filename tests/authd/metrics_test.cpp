#include "authd/metrics.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

TEST(Histogram, CountsAreCumulativeAndBoundsInclusive) {
  const double bounds[] = {0.01, 0.1};
  Histogram histogram(bounds);
  for (const int ms : {5, 10, 11, 100, 500}) histogram.observe(milliseconds(ms));
  std::string text;
  histogram.write(text, "x");
  EXPECT_EQ(text,
            "x_bucket{le=\"0.01\"} 2\n"
            "x_bucket{le=\"0.1\"} 4\n"
            "x_bucket{le=\"+Inf\"} 5\n"
            "x_sum 0.626\n"
            "x_count 5\n");
}

TEST(Metrics, EveryOutcomeExistsFromTheStart) {
  const AuthMetrics metrics(from_nanos(1'700'000'000'250'000'000));
  const std::string text = metrics_text(metrics, {}, {}, true);
  for (const auto outcome : kOutcomeNames) {
    EXPECT_THAT(text,
                HasSubstr("\nauth_logins_total{outcome=\"" + std::string(outcome) + "\"} 0\n"));
  }
  EXPECT_THAT(text, HasSubstr("\nauth_login_duration_seconds_bucket{le=\"0.005\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("\nauth_login_duration_seconds_bucket{le=\"5\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("\nauth_store_duration_seconds_count 0\n"));
  EXPECT_THAT(text, HasSubstr("\nauth_store_errors_total 0\n"));
  EXPECT_THAT(text, HasSubstr("\nprocess_start_time_seconds 1700000000.250\n"));
}

TEST(Metrics, CountsGoToTheirOutcome) {
  AuthMetrics metrics(from_nanos(0));
  metrics.count(LoginOutcome::denied);
  metrics.count(LoginOutcome::too_large);
  metrics.count(LoginOutcome::too_large);
  const std::string text = metrics_text(metrics, {}, {}, true);
  EXPECT_THAT(text, HasSubstr("auth_logins_total{outcome=\"ok\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("auth_logins_total{outcome=\"denied\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("auth_logins_total{outcome=\"too_large\"} 2\n"));
}

TEST(Metrics, ShowDeclaredCapacityAndUse) {
  const AuthMetrics metrics(from_nanos(0));
  const std::string text = metrics_text(metrics, {.workers = 3, .queue = 16}, {2, 5}, false);
  EXPECT_THAT(text, HasSubstr("\nauth_logins_in_flight 2\n"));
  EXPECT_THAT(text, HasSubstr("\nauth_queue_length 5\n"));
  EXPECT_THAT(text, HasSubstr("\nauth_queue_capacity 16\n"));
  EXPECT_THAT(text, HasSubstr("\nauth_workers 3\n"));
  EXPECT_THAT(text, HasSubstr("\nauth_healthy 0\n"));
}

}  // namespace
}  // namespace misfire
