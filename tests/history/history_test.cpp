#include "history/history.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>

#include "history/codec.hpp"
#include "history/recorder.hpp"
#include "history/sample_events.hpp"
#include "history/test_folder.hpp"

namespace misfire {
namespace {

class HistoryFiles : public testing::Test {
 protected:
  void write(const std::string& text) { ASSERT_TRUE(write_file(events_file(), text)); }
  fs::path events_file() const { return folder_.path() / "history.jsonl"; }
  fs::path logins_file() const { return folder_.path() / "logins.bin"; }
  History read() const {
    auto history = read_history(folder_.path());
    EXPECT_TRUE(history) << to_string(history.error());
    return history ? std::move(*history) : History{};
  }
  void write_logins(int n) {
    auto writer = LoginWriter::open(logins_file());
    ASSERT_TRUE(writer);
    for (int i = 0; i < n; ++i) (*writer)->append({});
    ASSERT_TRUE((*writer)->close());
  }

  TestFolder folder_;
  FakeClock clock_;
};

std::string lines_of(const std::vector<Event>& events) {
  std::string text;
  Link link;
  for (const Event& event : events) {
    const std::string line = encode(event, link);
    link = after(link, line);
    text += line + "\n";
  }
  return text;
}

std::string all_lines() {
  return lines_of(one_of_each_kind());
}

Event trouble(int at, const char* what) {
  return {from_nanos(at), from_nanos(at), Trouble{what}};
}
Event the_end(int at) {
  return {from_nanos(at), from_nanos(at), RunEnded{}};
}

TEST_F(HistoryFiles, RecorderAndReaderAgree) {
  {
    auto recorder = Recorder::open(events_file(), clock_);
    ASSERT_TRUE(recorder);
    for (const Event& event : one_of_each_kind()) {
      clock_.advance(std::chrono::seconds(1));
      const auto recorded = (*recorder)->record(event.at, event.fact);
      ASSERT_TRUE(recorded) << to_string(recorded.error());
      EXPECT_EQ(recorded->recorded, clock_.now());
      EXPECT_EQ(recorded->at, event.at);
      // A line is there as soon as it was recorded.
      EXPECT_EQ(read_file(events_file())->back(), '\n');
    }
    EXPECT_TRUE((*recorder)->sync());
  }
  write_logins(7);
  const History history = read();
  EXPECT_EQ(history.damage, "");
  EXPECT_TRUE(history.complete);
  EXPECT_EQ(history.events.size(), std::variant_size_v<Fact>);
  EXPECT_EQ(history.logins.size(), 7u);
}

TEST_F(HistoryFiles, WhatHappensNowIsRecordedNow) {
  auto recorder = Recorder::open(events_file(), clock_);
  ASSERT_TRUE(recorder);
  const auto event = (*recorder)->record(Trouble{"x"});
  ASSERT_TRUE(event);
  EXPECT_EQ(event->at, clock_.now());
  EXPECT_EQ(event->recorded, clock_.now());
}

TEST_F(HistoryFiles, RecorderOverwritesNothingAndWritesForTheOwnerOnly) {
  for (int i = 0; i < 2; ++i) {
    auto recorder = Recorder::open(events_file(), clock_);
    ASSERT_TRUE(recorder);
    ASSERT_TRUE((*recorder)->record(Trouble{"x"}));
  }
  // Two recorders of one file would be two runs in one history.
  EXPECT_EQ(read().events.size(), 1u);
  EXPECT_NE(read().damage.find("line 2: line 1 stands"), std::string::npos) << read().damage;
  struct stat status = {};
  ASSERT_EQ(::stat(events_file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(HistoryFiles, RecorderKeepsItsFirstFailure) {
  auto recorder = Recorder::open("/dev/full", clock_);
  ASSERT_TRUE(recorder);
  EXPECT_TRUE((*recorder)->sync()) << "nothing failed yet";
  for (int i = 0; i < 2; ++i) {
    const auto event = (*recorder)->record(Trouble{"x"});
    ASSERT_FALSE(event);
    EXPECT_EQ(event.error().code, ErrorCode::environment);
    EXPECT_NE(event.error().message.find("No space left"), std::string::npos);
    EXPECT_NE(event.error().hint, "");
  }
  EXPECT_FALSE((*recorder)->sync());
  EXPECT_FALSE(Recorder::open("/nonexistent/history.jsonl", clock_));
}

TEST_F(HistoryFiles, EventsAreSortedByWhenTheyHappened) {
  write(lines_of({trouble(5, "c"), trouble(3, "a"), trouble(5, "d"), trouble(3, "b"), the_end(9)}));
  const History history = read();
  EXPECT_TRUE(history.complete);
  std::string order;
  for (const Event& event : history.events) {
    if (const auto* trouble = std::get_if<Trouble>(&event.fact)) order += trouble->what;
  }
  EXPECT_EQ(order, "abcd") << "and those of one instant as they were recorded";
}

TEST_F(HistoryFiles, ATruncatedHistoryKeepsItsWholeLinesAndIsNotComplete) {
  const std::string text = lines_of({trouble(1, "a"), trouble(1, "b"), the_end(1)});
  for (std::size_t n = 0; n < text.size(); ++n) {
    write(text.substr(0, n));
    const History history = read();
    const auto whole =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(n), '\n');
    ASSERT_EQ(history.events.size(), static_cast<std::size_t>(whole)) << n;
    ASSERT_FALSE(history.complete) << n;
    ASSERT_NE(history.damage, "") << n;
  }
  write(text);
  EXPECT_TRUE(read().complete);
}

TEST_F(HistoryFiles, ReadingStopsAtADamagedLineAndTellsWhich) {
  std::string text = all_lines();
  const std::size_t third = text.find('\n', text.find('\n') + 1) + 1;
  text[third + 10] = text[third + 10] == '0' ? '1' : '0';
  write(text);
  const History history = read();
  EXPECT_EQ(history.events.size(), 2u);
  EXPECT_FALSE(history.complete);
  EXPECT_NE(history.damage.find("line 3"), std::string::npos) << history.damage;
}

TEST_F(HistoryFiles, ALineThatIsMissingDoubledOrMovedIsSeen) {
  const std::vector<Event> events{trouble(1, "a"), trouble(1, "b"), trouble(1, "c"), the_end(1)};
  std::vector<std::string> lines;
  Link link;
  for (const Event& event : events) {
    lines.push_back(encode(event, link) + "\n");
    link = after(link, encode(event, link));
  }
  const auto expect_damage = [&](const std::vector<std::size_t>& order, const char* at) {
    std::string text;
    for (const std::size_t i : order) text += lines[i];
    write(text);
    EXPECT_FALSE(read().complete);
    EXPECT_NE(read().damage.find(at), std::string::npos) << read().damage;
  };
  expect_damage({1, 2, 3}, "line 1: line 2 stands where line 1 belongs");
  expect_damage({0, 2, 3}, "line 2: line 3 stands where line 2 belongs");
  expect_damage({0, 1, 1, 2, 3}, "line 3: line 2 stands");
  expect_damage({0, 2, 1, 3}, "line 2: line 3 stands");
  // A line of the same number from another run.
  Event other = events[1];
  other.recorded = from_nanos(2);
  write(lines[0] + encode(other, {2, "00000000"}) + "\n" + lines[2] + lines[3]);
  EXPECT_NE(read().damage.find("line 2"), std::string::npos) << read().damage;
}

TEST_F(HistoryFiles, ATailOfZeroBytesKeepsWhatWasBefore) {
  const std::string text = lines_of({trouble(1, "a"), trouble(1, "b"), the_end(1)});
  for (std::size_t n = 0; n < text.size(); ++n) {
    write(text.substr(0, n) + std::string(text.size() - n, '\0'));
    const History history = read();
    const auto whole =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(n), '\n');
    ASSERT_EQ(history.events.size(), static_cast<std::size_t>(whole)) << n;
    ASSERT_FALSE(history.complete) << n;
    ASSERT_NE(history.damage.find("zero bytes"), std::string::npos) << history.damage;
  }
}

TEST_F(HistoryFiles, WithoutAnEndItIsNotComplete) {
  write(lines_of({trouble(1, "x")}));
  EXPECT_FALSE(read().complete);
  EXPECT_NE(read().damage, "");
  // Nor when something follows the end: another run, or another program.
  write(lines_of({the_end(1), trouble(2, "x")}));
  EXPECT_FALSE(read().complete);
}

TEST_F(HistoryFiles, DamagedLoginsAreToldAndTheEventsKept) {
  write(all_lines());
  write_logins(3);
  const std::string bytes = *read_file(logins_file());
  ASSERT_TRUE(write_file(logins_file(), bytes.substr(0, bytes.size() - 41)));
  EXPECT_EQ(read().logins.size(), 2u);
  EXPECT_FALSE(read().complete);
  EXPECT_NE(read().damage, "");

  ASSERT_TRUE(write_file(logins_file(), "something else"));
  EXPECT_EQ(read().events.size(), std::variant_size_v<Fact>);
  EXPECT_FALSE(read().complete);
}

TEST_F(HistoryFiles, MissingLoginsOfARunThatSawSomeAreDamage) {
  write(all_lines());
  const History history = read();
  EXPECT_FALSE(history.complete);
  EXPECT_NE(history.damage.find("missing"), std::string::npos);

  // A run that ended before any load has none to miss.
  write(lines_of({the_end(1)}));
  EXPECT_TRUE(read().complete);
}

TEST_F(HistoryFiles, AFolderWithoutHistoryIsAnError) {
  EXPECT_FALSE(read_history(folder_.path()));
}

}  // namespace
}  // namespace misfire
