#include "base/duration.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

TEST(Duration, ParsesWhatPrometheusParses) {
  EXPECT_EQ(parse_duration("5m")->seconds(), 300);
  EXPECT_EQ(parse_duration("1h30m")->seconds(), 5400);
  EXPECT_EQ(parse_duration("250ms")->value.count(), 250);
  EXPECT_EQ(parse_duration("1m30s500ms")->value.count(), 90'500);
  EXPECT_EQ(parse_duration("3d")->seconds(), 3 * 86'400);
  EXPECT_EQ(parse_duration("0")->seconds(), 0);
}

TEST(Duration, RefusesWhatPrometheusRefuses) {
  for (const char* bad : {"", "5", "m", "5x", "-5m", "30s1m", "5m5m", "1.5m", " 5m", "5m ",
                          "99999999999999999y", "9999999y"}) {
    EXPECT_FALSE(parse_duration(bad)) << bad;
  }
}

TEST(Duration, OneThatIsTooLongIsNotCalledSomethingElse) {
  EXPECT_EQ(parse_duration("200y").error().message, "\"200y\" is too long");
  EXPECT_EQ(parse_duration("100y1s").error().message, "\"100y1s\" is too long");
}

TEST(Duration, FormatsBackToTheShortestForm) {
  for (const char* text : {"5m", "1h30m", "250ms", "3d", "0s", "2w", "1m30s500ms", "8d"}) {
    EXPECT_EQ(format_duration(*parse_duration(text)), text);
  }
}

TEST(Duration, ReadsWellForPeople) {
  EXPECT_EQ(human_duration(model_seconds(161)), "2 min 41 s");
  EXPECT_EQ(human_duration(model_seconds(3.2)), "3.2 s");
  EXPECT_EQ(human_duration(model_seconds(120)), "2 min");
  EXPECT_EQ(human_duration(model_seconds(5400)), "1 h 30 min");
  EXPECT_EQ(human_duration(model_seconds(0.25)), "250 ms");
}

TEST(ModelTime, ScalesBothWays) {
  using namespace std::chrono_literals;
  EXPECT_EQ(to_wall(model_seconds(30), 30), Duration(1s));
  EXPECT_EQ(to_model(Duration(1s), 30).seconds(), 30);
}

}  // namespace
}  // namespace misfire
