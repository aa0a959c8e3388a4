#include "replay/alerting_rule.hpp"

#include <gmock/gmock.h>

#include "replay/remote_write.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Instant kStart = from_nanos(1'700'000'000'000'000'000);

/// A rule that is evaluated each second.
class Ticking {
 public:
  explicit Ticking(AlertingRuleSpec spec) : rule_(std::move(spec)) {}

  /// "-", "pending" or "firing" of the one alert after this evaluation, with "!" when it is sent
  /// and "." when it is sent as resolved.
  std::string operator()(bool found) {
    std::vector<VectorSample> vector;
    if (found) vector.push_back({{{"__name__", "up"}, {"instance", "a"}}, 0});
    const auto done = rule_.evaluate(now(), vector);
    if (!done) return done.error().message;
    std::string text = done->active.empty() ? "-" : to_string(done->active.front().phase);
    for (const SentAlert& sent : done->sent) text += *sent.ends <= now() ? "." : "!";
    last_ = *done;
    ++second_;
    return text;
  }
  Instant now() const { return kStart + std::chrono::seconds(second_); }
  const ReplayedAlertingRule::Evaluation& last() const { return last_; }

 private:
  ReplayedAlertingRule rule_;
  int second_ = 0;
  ReplayedAlertingRule::Evaluation last_;
};

AlertingRuleSpec spec(Duration hold = 0s, Duration keep = 0s) {
  AlertingRuleSpec made;
  made.name = "Down";
  made.hold = hold;
  made.keep_firing = keep;
  made.interval = 1s;
  made.resend_delay = 3s;
  made.labels["severity"] = *LabelTemplate::parse("page");
  made.labels["from"] = *LabelTemplate::parse("{{ $labels.instance }}");
  return made;
}

TEST(ReplayedAlertingRule, WithoutForItFiresAtOnce) {
  Ticking tick(spec());
  EXPECT_EQ(tick(false), "-");
  EXPECT_EQ(tick(true), "firing!");
  ASSERT_EQ(tick.last().active.size(), 1u);
  EXPECT_EQ(
      tick.last().active[0].labels,
      (Labels{{"alertname", "Down"}, {"from", "a"}, {"instance", "a"}, {"severity", "page"}}));
}

TEST(ReplayedAlertingRule, ItFiresWhenItsConditionHeldForSoLong) {
  Ticking tick(spec(2s));
  EXPECT_EQ(tick(true), "pending");
  EXPECT_EQ(tick(true), "pending");
  EXPECT_EQ(tick(true), "firing!");
  EXPECT_EQ(*tick.last().sent[0].starts, kStart + 2s);
  EXPECT_EQ(*tick.last().sent[0].ends, kStart + 2s + 4 * 3s);
}

TEST(ReplayedAlertingRule, OneEvaluationWithoutAResultBeginsAnew) {
  Ticking tick(spec(2s));
  EXPECT_EQ(tick(true), "pending");
  EXPECT_EQ(tick(true), "pending");
  EXPECT_EQ(tick(false), "-");
  EXPECT_EQ(tick(true), "pending");
  EXPECT_EQ(tick(true), "pending");
  EXPECT_EQ(tick(true), "firing!");
}

TEST(ReplayedAlertingRule, WhatFiresIsSentAgainAfterMoreThanTheDelay) {
  Ticking tick(spec());
  EXPECT_EQ(tick(true), "firing!");
  EXPECT_EQ(tick(true), "firing");
  EXPECT_EQ(tick(true), "firing");
  EXPECT_EQ(tick(true), "firing");  // exactly the delay is not more
  EXPECT_EQ(tick(true), "firing!");
}

TEST(ReplayedAlertingRule, ItsEndIsSentAtOnceAndAgain) {
  Ticking tick(spec());
  EXPECT_EQ(tick(true), "firing!");
  EXPECT_EQ(tick(false), "-.");
  EXPECT_EQ(*tick.last().sent[0].ends, kStart + 1s);
  EXPECT_EQ(tick(false), "-");
  EXPECT_EQ(tick(false), "-");
  EXPECT_EQ(tick(false), "-");
  EXPECT_EQ(tick(false), "-.");
  EXPECT_EQ(tick(true), "firing!");
  EXPECT_EQ(*tick.last().sent[0].starts, kStart + 6s);
}

TEST(ReplayedAlertingRule, APendingAlertThatEndsIsNeverSent) {
  Ticking tick(spec(5s));
  EXPECT_EQ(tick(true), "pending");
  EXPECT_EQ(tick(false), "-");
}

TEST(ReplayedAlertingRule, KeepFiringForHoldsItOverGaps) {
  Ticking tick(spec(0s, 2s));
  EXPECT_EQ(tick(true), "firing!");
  EXPECT_EQ(tick(false), "firing");
  EXPECT_EQ(tick(false), "firing");
  EXPECT_EQ(tick(true), "firing");    // the gap was shorter
  EXPECT_EQ(tick(false), "firing!");  // again after four seconds
  EXPECT_EQ(tick(false), "firing");
  EXPECT_EQ(tick(false), "-.");  // two seconds since the condition was first seen to be gone
}

TEST(ReplayedAlertingRule, KeepFiringForDoesNotHoldAPendingOne) {
  Ticking tick(spec(2s, 10s));
  EXPECT_EQ(tick(true), "pending");
  EXPECT_EQ(tick(false), "-");
  EXPECT_EQ(tick(true), "pending");
}

TEST(ReplayedAlertingRule, TwoAlertsOfTheSameLabelsFailItAndChangeNothing) {
  ReplayedAlertingRule rule(spec());
  ASSERT_TRUE(rule.evaluate(kStart, {{{{"a", "1"}}, 1}}));
  const auto failed = rule.evaluate(
      kStart + 1s, {{{{"__name__", "x"}, {"a", "1"}}, 1}, {{{"__name__", "y"}, {"a", "1"}}, 1}});
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().message, HasSubstr("two series"));
  const auto after = rule.evaluate(kStart + 2s, {{{{"a", "1"}}, 1}});
  ASSERT_TRUE(after);
  EXPECT_EQ(after->active[0].since, kStart);
}

TEST(ReplayedAlertingRule, MoreThanTheGroupsLimitFailIt) {
  AlertingRuleSpec limited = spec();
  limited.limit = 1;
  ReplayedAlertingRule rule(limited);
  EXPECT_TRUE(rule.evaluate(kStart, {{{{"a", "1"}}, 1}}));
  EXPECT_FALSE(rule.evaluate(kStart + 1s, {{{{"a", "1"}}, 1}, {{{"a", "2"}}, 1}}));
  const auto after = rule.evaluate(kStart + 2s, {{{{"a", "1"}}, 1}});
  ASSERT_TRUE(after);
  EXPECT_EQ(after->active[0].since, kStart + 2s);  // it was forgotten
}

TEST(RemoteWrite, ABodyIsAProtocolBufferInASnappyLiteral) {
  // By the protocol's own description, byte by byte.
  const std::string body = remote_write_body({{{{"__name__", "up"}}, {{300, 1.0}}}});
  const std::string label = std::string("\x0a\x0e\x0a\x08__name__\x12\x02up", 16);
  const std::string sample =
      std::string("\x12\x0c\x09\x00\x00\x00\x00\x00\x00\xf0\x3f\x10\xac\x02", 14);
  const std::string series = std::string("\x0a\x1e", 2) + label + sample;
  EXPECT_EQ(body, std::string("\x20\xf4\x1f\x00", 4) + series);
}

TEST(RemoteWrite, WhatIsLongGoesInChunks) {
  const std::string body = remote_write_body({{{{"__name__", std::string(200'000, 'x')}}, {}}});
  EXPECT_GT(body.size(), 200'000u);
  EXPECT_EQ(body.substr(3, 3), std::string("\xf4\xff\xff", 3));
}

}  // namespace
}  // namespace misfire
