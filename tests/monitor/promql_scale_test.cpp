#include "monitor/promql_scale.hpp"

#include <gmock/gmock.h>

#include <map>
#include <string>

namespace misfire {
namespace {

std::string at30(std::string_view text) {
  const auto scaled = scale_promql(text, 30);
  return scaled ? scaled->text : "error: " + to_string(scaled.error());
}

ModelDuration window(std::string_view text) {
  return scale_promql(text, 30).value().longest_window;
}

ModelDuration minutes(int n) {
  return model_seconds(n * 60.0);
}

std::map<std::string, ModelDuration> selectors(std::string_view text) {
  std::map<std::string, ModelDuration> out;
  const auto scaled = scale_promql(text, 30).value();
  for (const auto& s : scaled.selectors) out[s.text] = s.reach;
  return out;
}

TEST(PromqlScale, RangesAreDivided) {
  EXPECT_EQ(at30("rate(x[2m])"), "rate(x[4000ms])");
  EXPECT_EQ(at30("rate(x[ 1h30m ]) > 0.5"), "rate(x[ 180000ms ]) > 0.5");
  EXPECT_EQ(at30("rate(x[1s])"), "rate(x[33ms])");
  EXPECT_EQ(scale_promql("rate(x[1ms])", 30)->text, "rate(x[1ms])");  // never zero
}

TEST(PromqlScale, SubqueriesAndOffsetsAreDivided) {
  EXPECT_EQ(at30("max_over_time(rate(x[5m])[1h:30s] offset 5m)"),
            "max_over_time(rate(x[10000ms])[120000ms:1000ms] offset 10000ms)");
  EXPECT_EQ(at30("x[1h:]"), "x[120000ms:]");
  EXPECT_EQ(at30("x offset -5m"), "x offset -10000ms");
  EXPECT_EQ(at30("x OFFSET 1m"), "x OFFSET 2000ms");
}

TEST(PromqlScale, EveryOtherByteStays) {
  const std::string text =
      "# [5m] in a comment\n"
      "sum by (job, \tserver) (rate({__name__=~\"a:b\\\"[5m]\", l='[1h]', m!=`[2h]\n`}[5m]))\n"
      "  / on (job) group_left() job:x:rate5m  # offset 5m\n"
      " > bool 1e3 + 0x1F - .5 * Inf ^ -NaN % 5.";
  std::string expected = text;
  expected.replace(text.find("}[5m]"), 5, "}[10000ms]");
  EXPECT_EQ(at30(text), expected);
}

TEST(PromqlScale, AnAgeIsMultiplied) {
  EXPECT_EQ(at30("haproxy_process_uptime_seconds < 120"),
            "(haproxy_process_uptime_seconds * 30) < 120");
  EXPECT_EQ(at30("min(x_age_seconds{a=\"b\"} offset 5m  ) or y"),
            "min((x_age_seconds{a=\"b\"} offset 10000ms * 30)  ) or y");
  EXPECT_EQ(at30("x_age_seconds"), "(x_age_seconds * 30)");
  EXPECT_EQ(at30("-x_age_seconds ^ 2 > y_uptime_seconds"),
            "-(x_age_seconds * 30) ^ 2 > (y_uptime_seconds * 30)");
  EXPECT_EQ(at30("a / on (b) group_left x_age_seconds > 1"),
            "a / on (b) group_left () (x_age_seconds * 30) > 1")
      << "the words for what is joined take no parentheses of ours for theirs";
  EXPECT_EQ(at30("a / on (b) group_left (c) x_age_seconds"),
            "a / on (b) group_left (c) (x_age_seconds * 30)");
  for (const std::string age :
       {"haproxy_server_last_session_seconds", "haproxy_backend_check_last_change_seconds",
        "pg_stat_activity_max_tx_duration", "x_age_in_seconds"}) {
    EXPECT_EQ(at30(age + "{a=\"b\"} > 240"), "(" + age + "{a=\"b\"} * 30) > 240");
  }
  EXPECT_EQ(at30("haproxy_server_check_duration_seconds > 1"),
            "haproxy_server_check_duration_seconds > 1")
      << "a duration is no age";
  EXPECT_EQ(scale_promql("x_age_seconds < 120", 30)->compressible, Compressible::yes);
  EXPECT_EQ(scale_promql("x_age_seconds < 120", 1)->text, "x_age_seconds < 120");
  // Whether it is there has no unit; a range cannot be multiplied.
  EXPECT_EQ(at30("absent(x_uptime_seconds{a=\"b\"})"), "absent(x_uptime_seconds{a=\"b\"})");
  EXPECT_EQ(scale_promql("absent(x_uptime_seconds)", 30)->compressible, Compressible::yes);
  EXPECT_EQ(at30("min_over_time(x_age_seconds[5m])"), "min_over_time(x_age_seconds[10000ms])");
  EXPECT_EQ(scale_promql("min_over_time(x_age_seconds[5m])", 30)->compressible,
            Compressible::with_care);
}

TEST(PromqlScale, SpeedOneIsIdentical) {
  const std::string text = "rate(x[1h30m]) offset 1d >   # why\n 5";
  EXPECT_EQ(scale_promql(text, 1)->text, text);
}

TEST(PromqlScale, WindowsAddUp) {
  EXPECT_EQ(window("vector(1)"), minutes(0));
  EXPECT_EQ(window("up == 0"), minutes(0));
  EXPECT_EQ(window("rate(x[5m] offset 1h)"), minutes(65));
  EXPECT_EQ(window("max_over_time(rate(x[5m])[1h:1m])"), minutes(65));
  EXPECT_EQ(window("max_over_time(sum(rate(x[5m])) by (job)[1h:1m])"), minutes(65));
  EXPECT_EQ(window("max_over_time(max_over_time(rate(x[5m])[1h:1m])[2h:1m])"), minutes(185));
  EXPECT_EQ(window("x offset -5m"), minutes(0));
}

TEST(PromqlScale, SelectorsHaveTheirOwnReach) {
  const auto found =
      selectors("sum(rate(a{x=\"1\"}[6h])) / sum(rate(a[6h])) > 0.1 and rate(b[30m]) > c");
  EXPECT_EQ(found, (std::map<std::string, ModelDuration>{{"a{x=\"1\"}", minutes(360)},
                                                         {"a", minutes(360)},
                                                         {"b", minutes(30)},
                                                         {"c", minutes(0)}}));
  EXPECT_EQ(selectors("(a + b[5m])[1h:]").at("a"), minutes(60));
  EXPECT_EQ(selectors("(a + b[5m])[1h:]").at("b"), minutes(65));
  EXPECT_EQ(selectors("a + b[1h:]").at("a"), minutes(0));
}

TEST(PromqlScale, SaysWhatDoesNotKeepItsMeaning) {
  const auto kind = [](std::string_view text) { return scale_promql(text, 30)->compressible; };
  for (const char* no :
       {"time() - x > 60", "hour() < 9", "month() == 2", "minute(x) > 1",
        "predict_linear(x[1h], 3600)", "timestamp(x)", "x @ 1609746000", "x @ end() offset 5m",
        "x offset 1d", "day_of_week() > 5 and increase(x[5m]) > 1"}) {
    EXPECT_EQ(kind(no), Compressible::no) << no;
    EXPECT_NE(scale_promql(no, 30)->why, "") << no;
  }
  for (const char* care :
       {"increase(x[5m]) > 2", "changes(x[5m])", "resets(x[5m])", "deriv(x[5m])",
        "max_over_time(a_uptime_seconds[5m]) < 120", "process_start_time_seconds > 1",
        "{__name__=\"a_time_average_seconds\"} > 1", "absent_over_time(x[5m])"}) {
    EXPECT_EQ(kind(care), Compressible::with_care) << care;
  }
  EXPECT_EQ(kind("rate(x[5m]) > 1 unless on (time) hour"), Compressible::yes);
  EXPECT_EQ(at30("x @ 1609746000"), "x @ 1609746000");
}

std::vector<std::string> ahead(std::string_view text) {
  std::vector<std::string> all;
  const ScaledPromql scaled = scale_promql(text, 30).value();
  for (const auto& one : scaled.ahead) {
    all.push_back(std::to_string(one.where.column) + " " + one.text);
    if (one.instant) all.back() += " " + std::to_string(to_nanos(*one.instant) / 1'000'000'000);
  }
  return all;
}

TEST(PromqlScale, TellsWhatAsksAboutTheFuture) {
  using testing::ElementsAre;
  using testing::IsEmpty;
  EXPECT_THAT(ahead("rate(x[2m] offset -1m) > 1"), ElementsAre("12 offset -1m"));
  EXPECT_THAT(ahead("a + x offset -1m @ end()"), ElementsAre("7 offset -1m"));
  EXPECT_THAT(ahead("x @ start() offset -1m"), ElementsAre("13 offset -1m"));
  EXPECT_THAT(ahead("x @ 1609746000"), ElementsAre("3 @ 1609746000 1609746000"));
  EXPECT_THAT(ahead("x @ 1609746000 offset 30m"), ElementsAre("3 @ 1609746000 1609745940"));
  EXPECT_THAT(ahead("x offset -30m @ 1.6e9"), ElementsAre("15 @ 1.6e9 1600000060"));
  EXPECT_THAT(ahead("(x @ 1609746000)[5m:] offset 1h"), ElementsAre("4 @ 1609746000 1609746000"));
  EXPECT_THAT(ahead("(x @ end() offset -1m)[5m:] offset 1h"), ElementsAre("12 offset -1m"));
  EXPECT_THAT(ahead("(x offset -10m)[5m:] offset 5m"), ElementsAre("4 offset -10m"));
  EXPECT_THAT(ahead("(x offset -5m)[5m:] offset 10m"), IsEmpty());
  EXPECT_THAT(ahead("(x + y offset 1h)[5m:] offset -10m"), ElementsAre("24 offset -10m"));
  EXPECT_THAT(ahead("x offset 5m + y[5m] @ end()"), IsEmpty());
  EXPECT_EQ(scale_promql("rate(x[2m] offset -1m)", 30)->compressible, Compressible::with_care);
  EXPECT_THAT(scale_promql("rate(x[2m] offset -1m) > 1", 30)->why,
              testing::HasSubstr("offset -1m asks about the future"));
}

TEST(PromqlScale, KeywordsMayBeMetricNames) {
  EXPECT_EQ(at30("rate(offset[5m])"), "rate(offset[10000ms])");
  EXPECT_EQ(at30("sum(x) by (offset)"), "sum(x) by (offset)");
}

struct Mistake {
  const char* text;
  int line, column;
};

TEST(PromqlScale, WhatIsNotUnderstoodIsRefusedWithItsPlace) {
  const Mistake mistakes[] = {
      {"rate(x[300])", 1, 8},
      {"rate(x[5m+1m])", 1, 10},
      {"rate(x[$__interval])", 1, 8},
      {"rate(x[5m]", 1, 5},
      {"rate(x[5m", 1, 10},
      {"x + 1)", 1, 6},
      {"a{b=\"c} > 1", 1, 5},
      {"a{b=\"c\"", 1, 2},
      {"a\n  + b ~ c", 2, 7},
      {"x offset 5", 1, 10},
      {"x offset (5m)", 1, 10},
      {"x > 5m", 1, 5},
      {"rate(x[5m10h])", 1, 8},
      {"rate(x[5min])", 1, 8},
      {"rate(x[1.5h])", 1, 8},
      {"foo bar", 1, 5},
      {"", 1, 1},
      {"x >", 1, 4},
      {"x[5m]]", 1, 6},
      {"sum by (a (x)", 1, 11},
      {"x @ foo", 1, 5},
      {"12abc", 1, 1},
  };
  for (const Mistake& m : mistakes) {
    const auto scaled = scale_promql(m.text, 30);
    ASSERT_FALSE(scaled) << m.text;
    EXPECT_EQ(scaled.error().code, ErrorCode::usage);
    EXPECT_EQ(scaled.error().where, (Position{"", m.line, m.column}))
        << m.text << ": " << to_string(scaled.error());
  }
}

}  // namespace
}  // namespace misfire
