#include "replay/recording.hpp"

#include <gmock/gmock.h>

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Instant kBegan{1'800'000'000s};

History ten_seconds() {
  History history;
  history.events = {{kBegan, kBegan, RunBegan{}}, {kBegan + 9s, kBegan + 10s, RunEnded{}}};
  return history;
}

RecordingFacts facts() {
  RecordingFacts made;
  made.rules_loaded = kBegan + 1s;
  made.groups = {{"rules/a.yml", "a", 1s, kBegan + 9s}, {"rules/b.yml", "hourly", 120s, Instant{}}};
  return made;
}

TEST(Implausible, WhatHappenedWhileTheRunLastedIsNot) {
  EXPECT_THAT(implausible(facts(), ten_seconds()), IsEmpty());
}

TEST(Implausible, AMomentOutsideOfTheRun) {
  for (const Instant wrong : {from_nanos(1), kBegan - 1s, kBegan + 11s}) {
    RecordingFacts read = facts();
    read.rules_loaded = wrong;
    EXPECT_THAT(implausible(read, ten_seconds()), HasSubstr("its rules were not loaded"));
    read = facts();
    read.groups[0].evaluated = wrong;
    EXPECT_THAT(implausible(read, ten_seconds()), HasSubstr("the group a was not evaluated"));
  }
}

}  // namespace
}  // namespace misfire
