#include "replay/scrapes.hpp"

#include <gtest/gtest.h>

namespace misfire {
namespace {

using namespace std::chrono_literals;

/// A target that is scraped each second from 10 s on, for so long.
Scrapes scrapes(double seconds) {
  return Scrapes({{{{"job", "j"}, {"instance", "a"}},
                   {{10'000, seconds}, {11'000, seconds}, {12'000, seconds}}}});
}

TEST(Scrapes, WhatHadNotEndedIsHidden) {
  const auto found = scrapes(0.2).at(Instant(11s) + 100ms, 0ms);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].target, (TargetLabels{"j", "a"}));
  EXPECT_EQ(found[0].began, Instant(11s));
  EXPECT_TRUE(found[0].hidden);
  EXPECT_FALSE(found[0].close);
}

TEST(Scrapes, WhatHadEndedLongAgoIsNone) {
  EXPECT_TRUE(scrapes(0.2).at(Instant(11s) + 300ms, 0ms).empty());
  EXPECT_TRUE(scrapes(0.2).at(Instant(9s), 0ms).empty());
}

TEST(Scrapes, WhatEndedNearbyIsClose) {
  const auto just_ended = scrapes(0.2).at(Instant(11s) + 210ms, 0ms);
  ASSERT_EQ(just_ended.size(), 1u);
  EXPECT_FALSE(just_ended[0].hidden);
  EXPECT_TRUE(just_ended[0].close);
  const auto about_to_end = scrapes(0.2).at(Instant(11s) + 190ms, 0ms);
  ASSERT_EQ(about_to_end.size(), 1u);
  EXPECT_TRUE(about_to_end[0].hidden);
  EXPECT_TRUE(about_to_end[0].close);
}

TEST(Scrapes, AnEvaluationThatBeginsLateFindsWhatEndedMeanwhile) {
  EXPECT_TRUE(scrapes(0.2).at(Instant(11s) + 190ms, 100ms).empty());
}

TEST(Scrapes, OnlyThoseThatBeganBeforeAnEvaluationWasDueCount) {
  // At 11 s it is due, and begins at 11.1 s: the scrape of 11.05 s has a later time.
  const Scrapes later({{{{"job", "j"}}, {{11'050, 0.2}}}});
  EXPECT_TRUE(later.at(Instant(11s), 100ms).empty());
}

TEST(Scrapes, OthersInBetweenAreFound) {
  const std::set<TargetLabels> mine{{"j", "a"}}, others{{"j", "b"}};
  EXPECT_TRUE(scrapes(0.2).began_between(mine, Instant(10s), Instant(12s)));
  EXPECT_FALSE(scrapes(0.2).began_between(mine, Instant(11s), Instant(12s)));
  EXPECT_FALSE(scrapes(0.2).began_between(others, Instant(9s), Instant(13s)));
}

}  // namespace
}  // namespace misfire
