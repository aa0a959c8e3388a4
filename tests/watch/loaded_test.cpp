// Which text of its file a worker runs.
#include <gtest/gtest.h>

#include "watch/loaded.hpp"

namespace misfire::watch {
namespace {

using namespace std::chrono_literals;

Instant at(Duration since) {
  return from_nanos(1'700'000'000'000'000'000) + since;
}
FileState file(const std::string& digest, Duration changed) {
  return {digest, {}, at(changed)};
}
Worker worker(const std::string& name, Duration started) {
  return {name, at(started), 1s};
}

TEST(LoadedText, IsTheFilesWhereTheWorkerIsYounger) {
  EXPECT_EQ(follow({}, worker("w1", 10s), file("a", 5s), "")->digest, "a");
  EXPECT_EQ(follow({}, worker("w1", 10s), file("a", 11s), "")->digest, "a");  // its resolution
}

TEST(LoadedText, IsNotKnownWhereTheFileIsYounger) {
  const auto loaded = follow({}, worker("w1", 10s), file("b", 20s), "a");
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->digest, "");
  EXPECT_EQ(follow(loaded, worker("w1", 10s), file("c", 30s), "c")->digest, "");
}

TEST(LoadedText, StaysWhileTheWorkerDoes) {
  const auto loaded = follow({}, worker("w1", 10s), file("a", 5s), "");
  EXPECT_EQ(follow(loaded, worker("w1", 10s), file("b", 20s), ""), loaded);
}

TEST(LoadedText, IsANewOneWithANewWorker) {
  const auto loaded = follow({}, worker("w1", 10s), file("a", 5s), "");
  EXPECT_EQ(follow(loaded, worker("w2", 30s), file("b", 20s), "")->digest, "b");
  EXPECT_EQ(follow(loaded, worker("w2", 30s), file("c", 40s), "")->digest, "");
}

TEST(LoadedText, IsKnownThoughTheFileWasTouched) {
  EXPECT_EQ(follow({}, worker("w1", 10s), file("a", 20s), "a")->digest, "a");
  const auto loaded = follow({}, worker("w1", 10s), file("a", 5s), "");
  EXPECT_EQ(follow(loaded, worker("w2", 30s), file("a", 40s), "")->digest, "a");
}

TEST(LoadedText, OfNobodyKnownIsNothing) {
  EXPECT_FALSE(follow({}, Worker{}, file("a", 5s), ""));
}

}  // namespace
}  // namespace misfire::watch
