#include "monitor/prometheus_answer.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace misfire {
namespace {

using ::testing::HasSubstr;

PrometheusAnswer answer(std::string body, int status = 200) {
  return {"/api/v1/query?query=x", {status, std::move(body), {}}};
}

PrometheusAnswer success(std::string_view data) {
  return answer(fmt::format(R"({{"status":"success","data":{}}})", data));
}

PrometheusAnswer sample(std::string_view at, std::string_view value = "\"1\"") {
  return success(fmt::format(R"({{"result":[{{"metric":{{"alertname":"A","alertstate":"firing"}},)"
                             R"("values":[[{},{}]],"value":[0,{}]}}]}})",
                             at, value, value));
}

template <class Told>
void expect_not_understood(const Result<Told>& result, const std::string& why) {
  ASSERT_FALSE(result) << why;
  EXPECT_EQ(result.error().code, ErrorCode::environment);
  EXPECT_THAT(result.error().message, HasSubstr(why));
}

TEST(PrometheusAnswer, TimestampsAreMilliseconds) {
  const auto samples = alert_samples(sample("1700000000.123"));
  ASSERT_TRUE(samples) << to_string(samples.error());
  const AlertSamples expected{{from_nanos(1'700'000'000'123'000'000), AlertPhase::firing}};
  EXPECT_EQ(samples->at({{"alertname", "A"}}), expected);
  EXPECT_EQ(raw_series(sample("1700000000.123")).value()[0].samples[0].at, 1'700'000'000'123);
}

TEST(PrometheusAnswer, TheConfigurationIsAText) {
  EXPECT_EQ(loaded_configuration(success(R"({"yaml":"global: {}\n"})")), "global: {}\n");
  expect_not_understood(loaded_configuration(success(R"({"yaml":[]})")), "not understood");
}

TEST(PrometheusAnswer, ATimestampThatNoInstantCanHoldIsAnError) {
  for (const char* at : {"1e300", "-1e300", "1e18", "-1e10", "9223372036854775807",
                         "-9223372036854775808", "18446744073709551615"}) {
    expect_not_understood(alert_samples(sample(at)), "timestamp is out of range");
    expect_not_understood(raw_series(sample(at)), "timestamp is out of range");
  }
  for (const char* at : {"null", "\"1700000000\"", "NaN", "[]", "1e999"}) {
    expect_not_understood(alert_samples(sample(at)), "not understood");
  }
}

TEST(PrometheusAnswer, ValuesAreNumbersAsPrometheusWritesThem) {
  for (const char* value : {"\"1.5\"", "\"NaN\"", "\"+Inf\"", "\"-Inf\"", "\"1e-09\""}) {
    EXPECT_TRUE(raw_series(sample("0", value))) << value;
  }
  for (const char* value : {"\"\"", "\"x\"", "\"1x\"", "1", "null"}) {
    expect_not_understood(raw_series(sample("0", value)), "not understood");
  }
}

TEST(PrometheusAnswer, ACountIsAWholeNumberThatCanBeCounted) {
  EXPECT_EQ(counts_by_target(sample("0", "\"42\"")).value().begin()->second, 42);
  for (const char* value : {"\"NaN\"", "\"+Inf\"", "\"-1\"", "\"1e300\""}) {
    expect_not_understood(counts_by_target(sample("0", value)), "a count is out of range");
  }
}

TEST(PrometheusAnswer, TheFirstSampleIsAWholeNumber) {
  const auto first = [](std::string_view number) {
    return first_sample(success(fmt::format(R"({{"headStats":{{"minTime":{}}}}})", number)));
  };
  EXPECT_EQ(first("1700000000123").value(), 1'700'000'000'123);
  EXPECT_EQ(first("-5").value(), -5);
  EXPECT_EQ(first("9223372036854775807").value(), INT64_MAX);  // as long as there is none
  expect_not_understood(first("1e300"), "no whole number");
  expect_not_understood(first("\"1\""), "no whole number");
}

TEST(PrometheusAnswer, TellsHowManyAlertmanagersAreKnown) {
  const auto known = [](std::string_view active) {
    return active_alertmanagers(
        success(fmt::format(R"({{"activeAlertmanagers":{},"droppedAlertmanagers":[]}})", active)));
  };
  EXPECT_EQ(known("[]").value(), 0);
  EXPECT_EQ(known(R"([{"url":"http://127.0.0.1:1/api/v2/alerts"},{"url":"http://b"}])").value(), 2);
  expect_not_understood(known("null"), "not understood");
}

TEST(PrometheusAnswer, AnotherShapeIsAnError) {
  for (const char* body :
       {"", "{", "[]", "null", "{}", R"({"status":"success"})", R"({"status":1})",
        R"({"status":"success","data":[]})", "404 page not found"}) {
    expect_not_understood(rule_state(answer(body)), "Prometheus");
    expect_not_understood(first_sample(answer(body)), "Prometheus");
    expect_not_understood(scrape_targets(answer(body)), "Prometheus");
  }
}

TEST(PrometheusAnswer, ARefusalSaysWhy) {
  expect_not_understood(
      alert_samples(answer(R"({"status":"error","error":"invalid parameter"})", 400)),
      "invalid parameter");
  expect_not_understood(rule_state(answer(R"({"status":"success","data":{"groups":[]}})", 503)),
                        "status 503");
}

}  // namespace
}  // namespace misfire
