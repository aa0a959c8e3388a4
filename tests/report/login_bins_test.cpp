#include "report/page/login_bins.hpp"

#include "judge/judging.hpp"
#include "report/page/lanes.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using namespace testing;

TEST(LoginBins, HoldEveryLoginOfTheObservationOnce) {
  const Plan plan = february();
  const History history = HistoryBuilder().harm().build();
  const PageTime time = page_time(plan, history);
  for (std::size_t most : {1u, 7u, 300u}) {
    const LoginBins all = login_bins(plan, history, time, most, 1);
    std::int64_t logins = 0, failed = 0;
    for (const LoginBin& bin : all.bins) {
      logins += bin.logins;
      failed += bin.failed;
    }
    EXPECT_EQ(logins, static_cast<std::int64_t>(history.logins.size())) << most;
    EXPECT_GT(failed, 300) << most;
    EXPECT_LE(all.bins.size(), most + 2) << most;
  }
}

TEST(LoginBins, ABinBeginsWithTheFault) {
  const Plan plan = february();
  const History history = HistoryBuilder().harm().build();
  const LoginBins all = login_bins(plan, history, page_time(plan, history), 50, 1);
  int at_zero = 0;
  for (const LoginBin& bin : all.bins) {
    if (bin.from_s == 0) ++at_zero;
    EXPECT_TRUE(bin.from_s >= 0 || bin.failed == 0) << bin.from_s;
  }
  EXPECT_EQ(at_zero, 1);
}

TEST(LoginBins, AreWideEnoughForTheirPercentiles) {
  const Plan plan = february();
  const History history = HistoryBuilder().harm().build();
  const LoginBins all = login_bins(plan, history, page_time(plan, history), 1000, 200);
  EXPECT_LE(all.bins.size(), history.logins.size() / 200 + 2);
}

TEST(LoginBins, PercentilesAreOfTheNearestRank) {
  const Plan plan = february();
  History history = HistoryBuilder().build();
  const Instant begin = history.logins.front().planned;
  history.logins.resize(100);
  for (int i = 0; i < 100; ++i) {
    auto& login = history.logins[static_cast<std::size_t>(i)];
    login.answered = login.planned + std::chrono::milliseconds(100 - i);  // 1 ms to 100 ms
  }
  const LoginBin all = logins_between(plan, history, page_time(plan, history), begin,
                                      begin + std::chrono::seconds(10));
  EXPECT_EQ(all.waits.p50, 50);
  EXPECT_EQ(all.waits.p90, 90);
  EXPECT_EQ(all.waits.p99, 99);
  EXPECT_EQ(all.waits.max, 100);
}

TEST(LoginBins, OfNothingAreNone) {
  EXPECT_TRUE(login_bins(february(), {}, {}, 10, 1).bins.empty());
}

TEST(Lanes, AnAlertIsPendingThenFiringAndItsNotificationsAreMarked) {
  const Plan plan = february();
  const History history = HistoryBuilder().harm().february_alerts().build();
  const PageTime time = page_time(plan, history);
  const auto all = lanes(plan, history, time);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].kind, "phase");
  EXPECT_EQ(all[1].name, "skew");
  const Lane& symptom = all[2];
  EXPECT_EQ(symptom.name, "LoginFailureRatioHigh");
  EXPECT_TRUE(symptom.page);
  ASSERT_EQ(symptom.spans.size(), 2u);
  EXPECT_EQ(symptom.spans[0].state, "pending");
  EXPECT_EQ(symptom.spans[1].state, "firing");
  EXPECT_EQ(symptom.spans[0].to, symptom.spans[1].from);
  EXPECT_NEAR(time.at(symptom.spans[0].from), 40, 0.1);
  EXPECT_NEAR(time.at(symptom.spans[1].to), 560, 0.1);
  ASSERT_EQ(symptom.marks.size(), 1u);
  EXPECT_EQ(symptom.marks[0].text, "paged auth-oncall (webhook)");
}

TEST(Lanes, LeaveOutIgnoredAlertsAndWhatOnlyObserves) {
  const Labels dog{{"alertname", "Watchdog"}};
  const History history = HistoryBuilder()
                              .firing(10, dog)
                              .firing(20, kSymptom)
                              .observed(50, "auth-oncall", kSymptom)
                              .build();
  const Plan plan = february();
  const auto all = lanes(plan, history, page_time(plan, history));
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[2].name, "LoginFailureRatioHigh");
  EXPECT_TRUE(all[2].marks.empty());
}

}  // namespace
}  // namespace misfire
