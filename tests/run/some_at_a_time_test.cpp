#include "run/some_at_a_time.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

namespace misfire {
namespace {

TEST(SomeAtATime, DoesEveryTaskAndNeverMoreAtOnceThanAllowed) {
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t inside = 0, most = 0, met = 0;
  std::vector<int> done(31, 0);
  std::vector<std::function<void()>> tasks;
  for (std::size_t i = 0; i < done.size(); ++i) {
    tasks.emplace_back([&, i] {
      std::unique_lock lock(mutex);
      most = std::max(most, ++inside);
      if (i < 4) {  // the first four meet: they do run at once
        ++met;
        changed.notify_all();
        changed.wait(lock, [&] { return met == 4; });
      }
      ++done[i];
      --inside;
    });
  }
  do_some_at_a_time(tasks, 4);
  EXPECT_EQ(done, std::vector<int>(31, 1));
  EXPECT_EQ(most, 4u);
}

TEST(SomeAtATime, OneThatThrowsDoesNotKeepTheOthersFromBeingDone) {
  std::atomic<int> done = 0;
  const std::vector<std::function<void()>> tasks = {
      [&] { ++done; }, [] { throw std::runtime_error("x"); }, [&] { ++done; }};
  EXPECT_THROW(do_some_at_a_time(tasks, 1), std::runtime_error);
  EXPECT_EQ(done, 2);
}

TEST(SomeAtATime, NothingToDoIsDone) {
  do_some_at_a_time({}, 4);
}

}  // namespace
}  // namespace misfire
