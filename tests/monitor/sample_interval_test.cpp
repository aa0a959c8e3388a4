#include "monitor/sample_interval.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

ScrapeJobs jobs() {
  return {{{"fast", model_seconds(15)}, {"slow", model_seconds(60)}}, false};
}

ModelDuration interval(const std::string& selector, const ScrapeJobs& of = jobs()) {
  ReadRule recording;
  recording.records = true;
  recording.rule.name = "job:x:rate5m";
  recording.rule.interval = model_seconds(30);
  return sample_interval(selector, of, recorded_intervals({recording}));
}

TEST(SampleInterval, IsThatOfTheJobThatTheSelectorNames) {
  EXPECT_EQ(interval(R"(x{a="b", job="slow"})"), model_seconds(60));
  EXPECT_EQ(interval(R"(x{job="fast"})"), model_seconds(15));
}

TEST(SampleInterval, IsTheShortestWhereNoJobIsNamed) {
  EXPECT_EQ(interval("x"), model_seconds(15));
  EXPECT_EQ(interval(R"(x{job=~"slow"})"), model_seconds(15));
  ScrapeJobs renamed = jobs();
  renamed.renamed = true;
  EXPECT_EQ(interval(R"(x{job="slow"})", renamed), model_seconds(15));
}

TEST(SampleInterval, OfARecordingIsItsEvaluations) {
  EXPECT_EQ(interval("job:x:rate5m"), model_seconds(30));
}

TEST(SampleInterval, IsNotKnownOfWhatNoJobScrapes) {
  EXPECT_EQ(interval(R"(x{job="gone"})"), model_seconds(0));
  EXPECT_EQ(interval("ALERTS"), model_seconds(0));
  EXPECT_EQ(interval(R"({job="fast"})"), model_seconds(0)) << "it may be a recording";
}

}  // namespace
}  // namespace misfire
