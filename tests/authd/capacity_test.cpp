#include "authd/capacity.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <vector>

#include "base/random.hpp"

namespace misfire {
namespace {

using std::chrono::milliseconds;

Moment at(double ms) {
  return Moment{} +
         std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::milli>(ms));
}

TEST(Capacity, AFreeWorkerStartsAtOnce) {
  Capacity capacity({.workers = 2, .service_time = milliseconds(20), .queue = 0});
  EXPECT_EQ(capacity.admit(at(0)), at(20));
  EXPECT_EQ(capacity.admit(at(5)), at(25));
  EXPECT_EQ(capacity.admit(at(6)), std::nullopt);
  EXPECT_EQ(capacity.admit(at(20)), at(40)) << "a slot is free at the very moment of the finish";
}

TEST(Capacity, WaitsInTheQueueForTheWorkerThatIsFreeFirst) {
  Capacity capacity({.workers = 2, .service_time = milliseconds(20), .queue = 3});
  EXPECT_EQ(capacity.admit(at(0)), at(20));
  EXPECT_EQ(capacity.admit(at(10)), at(30));
  EXPECT_EQ(capacity.admit(at(11)), at(40));
  EXPECT_EQ(capacity.admit(at(12)), at(50));
  EXPECT_EQ(capacity.admit(at(13)), at(60));
  EXPECT_EQ(capacity.admit(at(14)), std::nullopt);
}

TEST(Capacity, QueueIsBounded) {
  Capacity capacity({.workers = 3, .service_time = milliseconds(20), .queue = 16});
  int admitted = 0;
  for (int i = 0; i < 100; ++i) admitted += capacity.admit(at(0)).has_value() ? 1 : 0;
  EXPECT_EQ(admitted, 3 + 16);
  EXPECT_EQ(capacity.use(at(0)).busy, 3);
  EXPECT_EQ(capacity.use(at(0)).waiting, 16);
  EXPECT_FALSE(capacity.has_room(at(19.9)));
  EXPECT_TRUE(capacity.has_room(at(20)));
  EXPECT_EQ(capacity.use(at(20)).waiting, 13) << "all three workers take the next one";
}

TEST(Capacity, ThroughputUnderOverloadIsExactlyWorkersPerServiceTime) {
  const CapacitySpec spec{.workers = 3, .service_time = milliseconds(20), .queue = 16};
  Capacity capacity(spec);
  Random random(7, "arrivals");
  double now = 0;
  int finished = 0;                                                 // those due by the end
  for (; now < 100'000; now += random.exponential(1000.0 / 400)) {  // 400/s offered, 150/s possible
    const auto done = capacity.admit(at(now));
    if (done && *done <= at(100'000)) ++finished;
  }
  // Only the slots' first moments and last jobs can be missing.
  EXPECT_LE(finished, 15'000);
  EXPECT_GE(finished, 15'000 - 2 * spec.workers);
}

TEST(Capacity, SwayKeepsTheCapacityAndTheOrder) {
  const CapacitySpec spec{.workers = 3, .service_time = milliseconds(20), .queue = 16, .sway = 0.3};
  Capacity capacity(spec);
  Random random(7, "arrivals");
  const double period = 61.8034 * 20;
  double now = 0;
  int finished = 0;
  Moment last = Moment::min();
  for (; now < 100 * period; now += random.exponential(1000.0 / 400)) {
    const auto done = capacity.admit(at(now));
    if (!done) continue;
    EXPECT_GE(*done, last);
    last = *done;
    finished += *done <= at(100 * period) ? 1 : 0;
  }
  EXPECT_NEAR(finished, 100 * period / 20 * spec.workers, 1e-3 * finished);
}

/// Of the visits to a full pool that come every 150 service times, the share that finds room; over
/// ten pools that began to fill at other instants, the least and the most.
std::pair<double, double> luck_of_a_probe(double sway) {
  double least = 1, most = 0;
  for (int seed = 0; seed < 10; ++seed) {
    Capacity capacity({.workers = 3, .service_time = milliseconds(20), .queue = 16, .sway = sway});
    Random random(static_cast<std::uint64_t>(seed), "arrivals");
    int visits = 0, lucky = 0;
    double now = 0, next_visit = 3'000 + seed;
    while (visits < 200) {
      now += random.exponential(1000.0 / 240);
      while (next_visit < now) {
        ++visits;
        lucky += capacity.has_room(at(next_visit)) ? 1 : 0;
        next_visit += 150 * 20;
      }
      capacity.admit(at(now));
    }
    least = std::min(least, lucky / 200.0);
    most = std::max(most, lucky / 200.0);
  }
  return {least, most};
}

TEST(Capacity, WithoutSwayAPeriodicVisitorIsLuckyOrUnluckyForGood) {
  // 150 of 240 logins a second find room: 62 %.
  const auto beating = luck_of_a_probe(0);
  EXPECT_GT(beating.second - beating.first, 0.3);
  const auto swaying = luck_of_a_probe(0.1);
  EXPECT_NEAR(swaying.first, 0.62, 0.15);
  EXPECT_NEAR(swaying.second, 0.62, 0.15);
}

TEST(Capacity, LateTimersDoNotDrift) {
  // A closed loop whose every observer is 7 ms late: as long as the queue never runs empty, each
  // job starts when the one before was modelled to end, not when that was noticed.
  Capacity capacity({.workers = 1, .service_time = milliseconds(10), .queue = 4});
  std::deque<Moment> running;
  for (int i = 0; i < 3; ++i) running.push_back(*capacity.admit(at(0)));
  Moment last{};
  for (int i = 0; i < 1000; ++i) {
    const Moment noticed = running.front() + milliseconds(7);
    running.pop_front();
    const auto done = capacity.admit(noticed);
    ASSERT_TRUE(done);
    running.push_back(*done);
    last = *done;
  }
  EXPECT_EQ(last, at(1003 * 10));
}

TEST(Capacity, AnIdleWorkerStartsAtTheArrivalNotEarlier) {
  Capacity capacity({.workers = 1, .service_time = milliseconds(10), .queue = 4});
  EXPECT_EQ(capacity.admit(at(0)), at(10));
  EXPECT_EQ(capacity.admit(at(500)), at(510)) << "idle time is lost, as in a real worker";
}

TEST(Capacity, FinishesNeverDecrease) {
  Capacity capacity({.workers = 4, .service_time = milliseconds(15), .queue = 8});
  Random random(11, "arrivals");
  Moment last = Moment::min();
  double now = 0;
  for (int i = 0; i < 10'000; ++i) {
    now += random.exponential(3);
    const auto done = capacity.admit(at(now));
    if (!done) continue;
    EXPECT_GE(*done, last);
    last = *done;
  }
}

/// The obvious simulation: a list of jobs, searched every time.
class SlowCapacity {
 public:
  explicit SlowCapacity(CapacitySpec spec) : spec_(spec), free_(spec.workers, Moment::min()) {}
  std::optional<Moment> admit(Moment now) {
    const auto slot = std::min_element(free_.begin(), free_.end());
    const auto waiting =
        std::count_if(starts_.begin(), starts_.end(), [&](Moment s) { return s > now; });
    if (*slot > now && waiting >= spec_.queue) return std::nullopt;
    starts_.push_back(std::max(now, *slot));
    return *slot = starts_.back() + spec_.service_time;
  }

 private:
  CapacitySpec spec_;
  std::vector<Moment> free_;
  std::vector<Moment> starts_;
};

TEST(Capacity, AgreesWithTheObviousSimulation) {
  for (int seed = 0; seed < 20; ++seed) {
    Random random(seed, "compare");
    const CapacitySpec spec{.workers = 1 + static_cast<int>(random.below(5)),
                            .service_time = milliseconds(random.below(30)),
                            .queue = static_cast<int>(random.below(6))};
    Capacity capacity(spec);
    SlowCapacity slow(spec);
    double now = 0;
    for (int i = 0; i < 1000; ++i) {
      now += random.uniform() < 0.3 ? 0 : random.exponential(5);
      ASSERT_EQ(capacity.admit(at(now)), slow.admit(at(now))) << "seed " << seed << ", job " << i;
    }
  }
}

using Moments = std::vector<Moment>;

TEST(Capacity, SlowerFromNowOnPlansTheWaitingAnew) {
  Capacity capacity({.workers = 2, .service_time = milliseconds(20), .queue = 3});
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(capacity.admit(at(0)));  // 20 20, 40 40, 60
  EXPECT_EQ(capacity.change_service_time(at(10), milliseconds(100)),
            (Moments{at(120), at(120), at(220)}));
  EXPECT_EQ(capacity.use(at(10)).busy, 2);
  EXPECT_EQ(capacity.use(at(10)).waiting, 3);
  EXPECT_EQ(capacity.admit(at(10)), std::nullopt) << "the queue is as long as before";
  EXPECT_EQ(capacity.admit(at(20)), at(220)) << "two of the waiting start at 20";
  EXPECT_EQ(capacity.spec().service_time, milliseconds(100));
}

TEST(Capacity, FasterAgainTheQueueDrainsAtTheNewPace) {
  Capacity capacity({.workers = 2, .service_time = milliseconds(100), .queue = 4});
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(capacity.admit(at(i)));  // served until 100 and 101
  EXPECT_EQ(capacity.change_service_time(at(50), milliseconds(20)),
            (Moments{at(120), at(121), at(140), at(141)}));
  EXPECT_EQ(capacity.admit(at(200)), at(220)) << "and then it is as if nothing had been";
  EXPECT_EQ(capacity.admit(at(201)), at(221));
  EXPECT_EQ(capacity.admit(at(202)), at(240));
}

TEST(Capacity, NobodyOvertakesASlowerJob) {
  Capacity capacity({.workers = 2, .service_time = milliseconds(100), .queue = 4});
  ASSERT_EQ(capacity.admit(at(0)), at(100));
  EXPECT_EQ(capacity.change_service_time(at(50), milliseconds(10)), Moments{});
  EXPECT_EQ(capacity.admit(at(55)), at(100)) << "not at 65: answers keep their order";
  EXPECT_EQ(capacity.use(at(99)).busy, 2);
  EXPECT_EQ(capacity.admit(at(101)), at(111));
}

TEST(Capacity, FinishesNeverDecreaseThroughChanges) {
  Random random(5, "changes");
  Capacity capacity({.workers = 3, .service_time = milliseconds(20), .queue = 8, .sway = 0.1});
  std::deque<Moment> pending;  // as the login service keeps them
  double now = 0;
  for (int i = 0; i < 20'000; ++i) {
    now += random.exponential(6);
    while (!pending.empty() && pending.front() <= at(now)) pending.pop_front();
    if (random.below(100) == 0) {
      const auto anew = capacity.change_service_time(at(now), milliseconds(random.below(200)));
      ASSERT_LE(anew.size(), pending.size());
      std::copy(anew.begin(), anew.end(), pending.end() - static_cast<long>(anew.size()));
    } else if (const auto done = capacity.admit(at(now))) {
      pending.push_back(*done);
    }
    ASSERT_TRUE(std::is_sorted(pending.begin(), pending.end())) << i;
    const CapacityUse use = capacity.use(at(now));
    ASSERT_LE(use.busy, 3);
    ASSERT_LE(use.waiting, 8);
    ASSERT_EQ(static_cast<std::size_t>(use.busy + use.waiting),
              static_cast<std::size_t>(std::count_if(pending.begin(), pending.end(),
                                                     [&](Moment m) { return m > at(now); })));
  }
}

TEST(Capacity, BackwardsTimeStandsStill) {
  Capacity capacity({.workers = 1, .service_time = milliseconds(10), .queue = 0});
  EXPECT_EQ(capacity.admit(at(100)), at(110));
  EXPECT_EQ(capacity.admit(at(50)), std::nullopt);
  EXPECT_EQ(capacity.use(at(50)).busy, 1);
}

}  // namespace
}  // namespace misfire
