#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "balancer/haproxy/config.hpp"
#include "fault/misconfiguration.hpp"

namespace misfire {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kText =
    "backend auth\n  server a :1 weight 100 check\n  server b :2 weight 100 check\n"
    "  server c :3 weight 100 check\n";

const Misconfiguration& fault(const std::string& name) {
  return *find_misconfiguration("haproxy", name);
}

/// The weights that stand in the file after the edit, or the error.
Result<std::vector<int>> weights_after(const Args& args, const std::string& text = kText) {
  const auto config = HaproxyConfig::parse(text, "x.cfg", "auth");
  const auto edits = fault("weights").edit(**config, args);
  if (!edits) return tl::unexpected(edits.error());
  const auto edited = HaproxyConfig::parse(*misfire::apply(text, *edits), "x.cfg", "auth");
  std::vector<int> weights;
  for (const PoolServer& server : (*edited)->pool()) weights.push_back(server.weight.value_or(-1));
  return weights;
}

TEST(Weights, RolesBecomeWeights) {
  const auto check = [](const Args& args, int a, int b, int c) {
    const auto weights = weights_after(args);
    ASSERT_TRUE(weights) << to_string(weights.error());
    EXPECT_THAT(*weights, ElementsAre(a, b, c));
  };
  check({{"first", 200L}, {"others", 25L}}, 200, 25, 25);
  check({{"first", 256L}}, 256, 100, 100);
  check({{"last", 0L}, {"others", 7L}}, 7, 7, 0);
  check({{"first", 1L}, {"last", 3L}, {"others", 2L}}, 1, 2, 3);
  check({{"others", 5L}}, 100, 5, 5);
  check({{"all", 0L}}, 0, 0, 0);
  check({{"all", 5L}, {"last", 9L}}, 5, 5, 9);
  check({{"1", 9L}, {"others", 4L}, {"all", 1L}}, 4, 9, 4);
  check({{"first", 8L}, {"0", 9L}}, 9, 100, 100);
}

TEST(Weights, TheEditIsWhatAPersonWouldType) {
  const auto config = HaproxyConfig::parse(kText, "x.cfg", "auth");
  const auto edits = fault("weights").edit(**config, {{"first", 200L}});
  ASSERT_TRUE(edits);
  const std::string diff = unified_diff(kText, *misfire::apply(kText, *edits), "x.cfg");
  EXPECT_EQ(diff,
            "--- x.cfg\n+++ x.cfg\n@@ -1,4 +1,4 @@\n backend auth\n"
            "-  server a :1 weight 100 check\n+  server a :1 weight 200 check\n"
            "   server b :2 weight 100 check\n   server c :3 weight 100 check\n");
}

TEST(Weights, WeightsThatAreWrittenAlreadyAreNoEdit) {
  const auto config = HaproxyConfig::parse(kText, "x.cfg", "auth");
  const auto edits = fault("weights").edit(**config, {{"all", 100L}});
  ASSERT_TRUE(edits);
  EXPECT_TRUE(edits->empty());
}

TEST(Weights, WrongParametersAreNamed) {
  const std::pair<Args, const char*> wrong[] = {
      {{}, "first, last, others, all"},
      {{{"first", 257L}}, "\"first\""},
      {{{"others", -1L}}, "\"others\""},
      {{{"last", 2.5}}, "\"last\""},
      {{{"first", std::string("200")}}, "\"first\""},
      {{{"frist", 3L}}, "\"frist\""},
      {{{"7", 3L}}, "there is no server 7"},
      {{{"first", 1L}, {"last", 2L}, {"1", 3L}, {"others", 4L}}, "names no server"}};
  for (const auto& [args, message] : wrong) {
    const auto weights = weights_after(args);
    ASSERT_FALSE(weights) << message;
    EXPECT_EQ(weights.error().code, ErrorCode::usage);
    EXPECT_THAT(weights.error().message, HasSubstr(message));
  }
  const std::string one = "backend auth\n  server a :1\n";
  EXPECT_FALSE(weights_after({{"first", 1L}, {"last", 2L}}, one));
  EXPECT_TRUE(weights_after({{"first", 1L}, {"last", 1L}}, one));
}

LiveState live(const std::vector<int>& weights, const std::string& worker = "pid 1") {
  LiveState state;
  state.worker = worker;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    state.servers.push_back(
        {"auth" + std::to_string(i + 1), "127.0.0.1", "UP", "", "L7OK", 9001, weights[i], 200});
  }
  return state;
}

const Args kSkew = {{"first", 200L}, {"others", 25L}};

struct WitnessCase {
  const char* name;
  Args args;
  std::vector<int> before, now;
  std::vector<std::int64_t> logins_before, logins_since;
  bool shown;
  const char* evidence;
};

class WeightsWitness : public ::testing::TestWithParam<WitnessCase> {};

TEST_P(WeightsWitness, JudgesBothTheLiveStateAndTheTraffic) {
  const WitnessCase& c = GetParam();
  const LiveState before = live(c.before), now = live(c.now);
  const Shown shown = fault("weights").witness(
      c.args, {before, now, {{c.logins_before}, {c.logins_since, {{503, 100}}}}});
  EXPECT_EQ(shown.shown, c.shown) << ::testing::PrintToString(shown.evidence);
  EXPECT_THAT(shown.evidence, Contains(HasSubstr(c.evidence)));
}

INSTANTIATE_TEST_SUITE_P(
    Table, WeightsWitness,
    ::testing::Values(
        WitnessCase{
            "BothFollow",
            kSkew,
            {100, 100, 100},
            {200, 25, 25},
            {333, 333, 334},
            {400, 50, 50},
            true,
            "the balancer reports weights auth1 200, auth2 25, auth3 25 (before: 100, 100, 100)"},
        WitnessCase{"FiguresOfTheTraffic",
                    kSkew,
                    {100, 100, 100},
                    {200, 25, 25},
                    {333, 333, 334},
                    {400, 50, 50},
                    true,
                    "auth1 answered 80 % of the logins (before: 33 %)"},
        WitnessCase{"AnOverloadedServerAnswersLess",
                    kSkew,
                    {100, 100, 100},
                    {200, 25, 25},
                    {1000, 1000, 1000},
                    {500, 250, 250},
                    true,
                    "auth1 answered 50 %"},
        WitnessCase{"OneServerTakesAll",
                    {{"others", 0L}},
                    {100, 100, 100},
                    {100, 0, 0},
                    {333, 333, 334},
                    {150, 0, 0},
                    true,
                    "auth2 answered 0 %"},
        WitnessCase{"WithoutTrafficBefore",
                    kSkew,
                    {100, 100, 100},
                    {200, 25, 25},
                    {},
                    {400, 50, 50},
                    true,
                    "(before: not counted)"},
        WitnessCase{"WeightsNotAsAsked",
                    kSkew,
                    {100, 100, 100},
                    {200, 25, 100},
                    {333, 333, 334},
                    {400, 50, 50},
                    false,
                    "auth3 was to have weight 25"},
        WitnessCase{"WeightsUnchanged",
                    {{"all", 100L}},
                    {100, 100, 100},
                    {100, 100, 100},
                    {333, 333, 334},
                    {400, 50, 50},
                    false,
                    "no weight differs from before"},
        WitnessCase{"SameProportions",
                    {{"all", 50L}},
                    {100, 100, 100},
                    {50, 50, 50},
                    {333, 333, 334},
                    {333, 333, 334},
                    false,
                    "did not move"},
        WitnessCase{"TrafficStays",
                    kSkew,
                    {100, 100, 100},
                    {200, 25, 25},
                    {333, 333, 334},
                    {333, 333, 334},
                    false,
                    "the logins did not move as the weights did"},
        WitnessCase{"TrafficMovesTheOtherWay",
                    kSkew,
                    {100, 100, 100},
                    {200, 25, 25},
                    {333, 333, 334},
                    {10, 245, 245},
                    false,
                    "did not move"},
        WitnessCase{"ChanceIsNoShift",
                    kSkew,
                    {100, 100, 100},
                    {200, 25, 25},
                    {3, 3, 4},
                    {45, 30, 30},
                    false,
                    "did not move"},
        WitnessCase{"ASmallShiftOfManyIsNotTheFault",
                    kSkew,
                    {100, 100, 100},
                    {200, 25, 25},
                    {333333, 333333, 333334},
                    {360000, 320000, 320000},
                    false,
                    "did not move"},
        WitnessCase{"NoneIsLeftToAnswer",
                    {{"all", 0L}},
                    {100, 100, 100},
                    {0, 0, 0},
                    {333, 333, 334},
                    {1, 0, 1},
                    true,
                    "2 % of 100 logins were answered"},
        WitnessCase{"NoneIsToAnswerAndSomeDo",
                    {{"all", 0L}},
                    {100, 100, 100},
                    {0, 0, 0},
                    {333, 333, 334},
                    {6, 0, 0},
                    false,
                    "6 % of 100 logins were answered"},
        WitnessCase{"TooFewLogins",
                    kSkew,
                    {100, 100, 100},
                    {200, 25, 25},
                    {333, 333, 334},
                    {80, 10, 9},
                    false,
                    "only 99 logins were answered since"},
        WitnessCase{"AnotherFaultRemovedAServer",
                    kSkew,
                    {100, 100, 100},
                    {200, 25},
                    {333, 333, 334},
                    {450, 50, 0},
                    true,
                    "the balancer reports weights auth1 200, auth2 25 (before: 100, 100, 100)"},
        WitnessCase{
            "NoServersAtAll", kSkew, {}, {}, {}, {}, false, "no weight differs from before"}),
    [](const auto& one) { return std::string(one.param.name); });

TEST(Reload, ChangesNothingInTheFile) {
  const auto config = HaproxyConfig::parse(kText, "x.cfg", "auth");
  const auto edits = fault("reload").edit(**config, {});
  ASSERT_TRUE(edits);
  EXPECT_TRUE(edits->empty());
}

TEST(Reload, ItsWitnessIsANewWorkerInTheSameState) {
  const auto witness = [](const LiveState& before, const LiveState& now) {
    return fault("reload").witness({}, {before, now, {}});
  };
  const Shown good = witness(live({1, 1}), live({1, 1}, "pid 2"));
  EXPECT_TRUE(good.shown);
  EXPECT_THAT(good.evidence, Contains(HasSubstr("pid 2; before: pid 1")));
  EXPECT_FALSE(witness(live({1, 1}), live({1, 1})).shown);
  const Shown other = witness(live({1, 1}), live({1, 2}, "pid 2"));
  EXPECT_FALSE(other.shown);
  EXPECT_THAT(other.evidence, Contains("auth2: weight is 2, was 1"));
}

}  // namespace
}  // namespace misfire
