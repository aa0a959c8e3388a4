#include "monitor/recording.hpp"

#include <gmock/gmock.h>

#include "monitor/prometheus_answer.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

RecordingFacts facts() {
  RecordingFacts made;
  made.speed = 30;
  made.prometheus = "2.42.0";
  made.rules_loaded = from_nanos(1'795'672'907'676'000'000);
  made.groups = {{"rules/login.yml", "login", std::chrono::milliseconds(500),
                  from_nanos(1'795'672'936'402'300'000)}};
  made.files = {{"metrics/01KB/index", "00c0ffee"}, {"config/prometheus/rules/login.yml", "12"}};
  return made;
}

TEST(Recording, ItsFactsSurviveTheFile) {
  const auto read = recording_from_json(to_json(facts()));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, facts());
}

TEST(Recording, AnotherFormatIsNamed) {
  std::string text = to_json(facts());
  text.replace(text.find("recording/1"), 11, "recording/2");
  const auto read = recording_from_json(text);
  ASSERT_FALSE(read);
  EXPECT_THAT(read.error().message, HasSubstr("format \"misfire.recording/2\""));
}

TEST(Recording, AChangedOneIsDamagedAndAnOlderOneIsReadWithoutAChecksum) {
  std::string text = to_json(facts());
  const auto at = text.find("1795672907676000000");
  text.replace(at, 19, "1");
  EXPECT_THAT(recording_from_json(text).error().message, HasSubstr("it is damaged"));
  text = to_json(facts());
  const auto from = text.find("  \"checksum\""), to = text.find('\n', from) + 1;
  ASSERT_LT(from, to);
  text.erase(from, to - from);
  ASSERT_TRUE(recording_from_json(text)) << text;
  EXPECT_EQ(*recording_from_json(text), facts());
}

TEST(Recording, NumbersThatNobodyCanCountWithAreErrors) {
  for (const auto& [good, bad] : {std::pair("500000000", "0"),
                                  {"500000000", "-1"},
                                  {"500000000", "1e300"},
                                  {"1795672907676000000", "9223372036854775807"},
                                  {"30.0", "0.5"},
                                  {"30.0", "1e300"}}) {
    std::string text = to_json(facts());
    const auto at = text.find(good);
    ASSERT_NE(at, text.npos) << good << " in " << text;
    text.replace(at, std::string_view(good).size(), bad);
    text.replace(text.find("\"checksum\""), 10, "\"another\"");
    const auto read = recording_from_json(text);
    ASSERT_FALSE(read) << bad;
    EXPECT_THAT(read.error().message, Not(HasSubstr("damaged"))) << bad;
  }
  for (const char* text : {"", "{", "[]", "null", "{\"schema\":\"misfire.recording/1\"}"}) {
    EXPECT_FALSE(recording_from_json(text)) << text;
  }
}

PrometheusAnswer answer(std::string data) {
  return {"/asked", {200, "{\"status\":\"success\",\"data\":" + std::move(data) + "}", {}}};
}

TEST(Recording, GroupsComeWithTheirIntervalAndLastEvaluation) {
  const auto groups = rule_groups(
      answer(R"({"groups":[{"file":"rules/a.yml","name":"a","interval":0.5,)"
             R"("lastEvaluation":"2026-11-26T06:01:53.876188422Z"},)"
             R"({"file":"b","name":"b","interval":15,"lastEvaluation":"0001-01-01T00:00:00Z"}]})"));
  ASSERT_TRUE(groups) << groups.error().message;
  EXPECT_EQ(*groups,
            (std::vector<RecordedGroup>{{"rules/a.yml", "a", std::chrono::milliseconds(500),
                                         from_nanos(1'795'672'913'876'188'422)},
                                        {"b", "b", std::chrono::seconds(15), Instant{}}}));
  for (const char* interval : {"0", "-1", "1e300", "\"1\""}) {
    EXPECT_FALSE(rule_groups(
        answer(std::string(R"({"groups":[{"file":"b","name":"b","interval":)") + interval + "}]}")))
        << interval;
  }
}

TEST(Recording, ASnapshotsNameStaysInItsFolder) {
  EXPECT_EQ(snapshot_name(answer(R"({"name":"20261126T060357Z-6a87"})")).value(),
            "20261126T060357Z-6a87");
  for (const char* name : {"", "..", "a/b", "../x"}) {
    EXPECT_FALSE(snapshot_name(answer(std::string(R"({"name":")") + name + "\"}"))) << name;
  }
}

}  // namespace
}  // namespace misfire
