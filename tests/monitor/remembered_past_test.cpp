#include "monitor/remembered_past.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace misfire {
namespace {

using ::testing::HasSubstr;

const Labels kTotal{{"__name__", "x_total"}, {"code", "200"}};
constexpr ModelDuration kMinute{std::chrono::minutes(1)};

TEST(RememberedPast, IsTheRateUnderLoadAndTheValueAtItsBegin) {
  const PastSeries counter{kTotal, {{500, 3}, {1500, 8}, {2500, 18}, {3500, 28}}};
  EXPECT_EQ(remembered(counter, 1000, kMinute), (RememberedSeries{kTotal, 3, 10, kMinute}));
  const PastSeries gauge{{{"__name__", "x"}}, {{1500, 7}, {2500, 9}}};
  EXPECT_EQ(remembered(gauge, 1000, kMinute), (RememberedSeries{gauge.labels, 7, 0, kMinute}));
}

TEST(RememberedPast, OneSampleSaysNothing) {
  EXPECT_FALSE(remembered({kTotal, {{500, 3}, {1500, 8}}}, 1000, kMinute));
  EXPECT_FALSE(remembered({kTotal, {}}, 1000, kMinute));
}

TEST(RememberedPast, LeadsUpToTheBeginOfTheLoadWithoutAReset) {
  const auto past = past_of({kTotal, 2, 10, {std::chrono::seconds(60)}}, 100'000, 30, 500);
  ASSERT_EQ(past.size(), 9u);  // a minute at speed 30 is two seconds; and four scrapes more
  EXPECT_EQ(past.front(), (PastSample{96'000, -38}));
  EXPECT_EQ(past.back(), (PastSample{100'000, 2}));
}

TEST(RememberedPast, FitsWhatChanceExplains) {
  const RememberedPast past{{kTotal, 0, 300, kMinute}, {{{"__name__", "e_total"}}, 0, 0, kMinute}};
  RememberedPast seen = past;
  EXPECT_EQ(misfit(past, seen, 10), "");
  seen[0].per_second = 370;
  seen[1].per_second = 0.4;
  EXPECT_EQ(misfit(past, seen, 10), "");
}

TEST(RememberedPast, SaysWhatItDoesNotFit) {
  const RememberedPast past{{kTotal, 0, 300, kMinute}};
  EXPECT_THAT(misfit(past, {{kTotal, 0, 150, kMinute}}, 10),
              HasSubstr("x_total{code=\"200\"} grows by 150.0 a second, then by 300.0"));
  EXPECT_THAT(misfit(past, {}, 10), HasSubstr("x_total{code=\"200\"} is not there any more"));
  EXPECT_THAT(misfit({}, past, 10), HasSubstr("x_total{code=\"200\"} has no past"));
}

TEST(RememberedPast, SurvivesItsJson) {
  const RememberedPast past{{kTotal, -0.5, 300.25, kMinute}};
  EXPECT_EQ(remembered_past_from_json(to_json(past)), past);
  for (const char* text : {"", "{}", "[{}]", "[1]", "[{\"labels\":1}]", "\xff"}) {
    EXPECT_FALSE(remembered_past_from_json(text)) << text;
  }
}

}  // namespace
}  // namespace misfire
