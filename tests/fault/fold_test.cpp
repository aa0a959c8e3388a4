// Several misconfigurations at once: what runs is the original with the edits of those that are
// active, in whatever order they came and went.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "balancer/haproxy/config.hpp"
#include "fault/fold.hpp"
#include "fault/hides.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const std::string kText =
    "defaults\n mode http\n option redispatch\n"
    "backend auth\n server a :1 check\n server b :2 check\n server c :3 weight 9 check\n";

BoundFault fault(const std::string& id, const std::string& name, Args args = {}) {
  return {id, find_misconfiguration("haproxy", name), std::move(args)};
}
BoundFault weights(const std::string& id, const std::string& role, std::int64_t weight) {
  return fault(id, "weights", {{role, weight}});
}

std::unique_ptr<Config> original() {
  return std::move(*HaproxyConfig::parse(kText, "x.cfg", "auth"));
}
Checked<std::unique_ptr<Config>> parse(std::string text) {
  auto config = HaproxyConfig::parse(std::move(text), "x.cfg", "auth");
  if (!config) return tl::unexpected(config.error());
  return std::unique_ptr<Config>(std::move(*config));
}
Result<void> check(const BoundFault& a, const BoundFault& b) {
  return check_orders(*original(), a, b, parse);
}

TEST(Fold, FaultsEndInAnyOrderAndWhatRunsDependsOnlyOnThoseThatAreLeft) {
  const std::vector<BoundFault> all = {
      weights("skew", "first", 200), fault("limit", "connection-limit"),
      fault("retries", "retries-off"), fault("hash", "one-server-hash")};
  std::vector<std::size_t> order = {0, 1, 2, 3};
  std::map<std::vector<bool>, std::string> texts;
  do {
    std::vector<bool> active(all.size(), true);
    for (const std::size_t next : order) {
      std::vector<BoundFault> left;
      for (std::size_t i = 0; i < all.size(); ++i) {
        if (active[i]) left.push_back(all[i]);
      }
      const auto config = original();
      const auto edits = fold(*config, left);
      ASSERT_TRUE(edits) << to_string(edits.error());
      const std::string text = *misfire::apply(kText, *edits);
      EXPECT_EQ(texts.emplace(active, text).first->second, text);
      EXPECT_TRUE(parse(text));
      active[next] = false;
    }
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_EQ(texts.size(), 15u);  // every set but the empty one
  EXPECT_EQ(*misfire::apply(kText, *fold(*original(), {})), kText);
}

TEST(Fold, FaultsOnOneLineGoTogetherWhereTheyMeanDifferentThings) {
  EXPECT_TRUE(check(weights("skew", "first", 200), fault("limit", "connection-limit")));
  EXPECT_TRUE(check(fault("retries", "retries-off"), fault("timeout", "server-timeout")));
  EXPECT_TRUE(check(fault("checks", "check-removed"), weights("skew", "last", 3)));
  EXPECT_TRUE(check(fault("gone", "server-removed"), weights("skew", "first", 3)));
  const auto both =
      fold(*original(), {weights("skew", "first", 200), fault("limit", "connection-limit")});
  EXPECT_THAT(*misfire::apply(kText, *both), HasSubstr("server a :1 weight 200 maxconn 1 check"));
}

TEST(Fold, AReloadIsInNobodysWay) {
  EXPECT_TRUE(check(fault("control", "reload"), weights("skew", "first", 200)));
  EXPECT_TRUE(check(fault("control", "reload"), fault("again", "reload")));
}

TEST(Fold, FaultsThatChangeTheSameWordsAreRefusedByName) {
  for (const auto& [a, b] :
       {std::pair(weights("one", "last", 5), weights("other", "all", 6)),
        std::pair(fault("one", "server-removed"), weights("other", "last", 5)),
        std::pair(fault("one", "server-removed"), fault("other", "connection-limit"))}) {
    const auto fine = check(a, b);
    ASSERT_FALSE(fine);
    EXPECT_EQ(fine.error().code, ErrorCode::usage);
    EXPECT_THAT(fine.error().message, AllOf(HasSubstr("\"one\""), HasSubstr("\"other\"")));
    EXPECT_FALSE(fold(*original(), {a, b}));
  }
}

TEST(Fold, FaultsThatWriteTheSameSettingWhereNoneWasAreRefusedByName) {
  const std::pair<BoundFault, BoundFault> pairs[] = {
      {weights("one", "first", 5), weights("other", "first", 6)},
      {weights("one", "first", 5), weights("other", "first", 5)},
      {fault("one", "server-timeout"),
       fault("other", "server-timeout", {{"milliseconds", std::int64_t{7}}})},
      {fault("one", "retries-off"), fault("other", "retries-off")},
      {fault("one", "one-server-hash"),
       fault("other", "one-server-hash", {{"by", std::string("host")}})},
      {fault("one", "check-removed"), fault("other", "check-removed")}};
  for (const auto& [a, b] : pairs) {
    for (const auto& fine : {check(a, b), check(b, a)}) {
      ASSERT_FALSE(fine) << a.kind->doc.name;
      EXPECT_THAT(fine.error().message, AllOf(HasSubstr("\"one\""), HasSubstr("\"other\"")));
    }
  }
}

TEST(Fold, FaultsOfWhichOneHidesTheOtherAreRefusedByName) {
  const std::string first = "first", last = "last";
  const auto duplicated = [](const char* id, const char* of, const char* servers) {
    return fault(id, "server-duplicated",
                 {{"of", std::string(of)}, {"servers", std::string(servers)}});
  };
  const std::pair<BoundFault, BoundFault> pairs[] = {
      {fault("one", "check-removed", {{"servers", first}}),
       fault("other", "check-removed", {{"how", std::string("connect")}})},
      {fault("one", "check-removed", {{"servers", first}}),
       fault("other", "check-removed", {{"how", std::string("patient")}})},
      {fault("one", "check-removed", {{"servers", first}}), fault("other", "check-slow")},
      {fault("one", "check-removed", {{"servers", first}}), fault("other", "rise-huge")},
      {fault("one", "server-removed", {{"servers", first}}), duplicated("other", "first", "last")},
      {duplicated("one", "first", "1"), duplicated("other", "1", "last")}};
  const std::string text = kText + " option httpchk GET /\n";
  for (const auto& [a, b] : pairs) {
    const auto config = HaproxyConfig::parse(text, "x.cfg", "auth");
    for (const auto& fine :
         {check_orders(**config, a, b, parse), check_orders(**config, b, a, parse)}) {
      ASSERT_FALSE(fine) << a.kind->doc.name;
      EXPECT_EQ(fine.error().code, ErrorCode::usage);
      EXPECT_THAT(fine.error().message, AllOf(HasSubstr("\"one\""), HasSubstr("\"other\""),
                                              HasSubstr("hides what the other does")));
    }
  }
  EXPECT_TRUE(check(duplicated("one", "first", "1"), duplicated("other", "first", "last")));
  EXPECT_TRUE(
      check(fault("one", "check-removed", {{"servers", first}}),
            fault("other", "check-removed", {{"servers", last}, {"how", std::string("patient")}})));
}

TEST(Fold, OfTwoFaultsThatTakeEveryLoginOneHidesTheOther) {
  const std::string text =
      "defaults\n mode http\nfrontend in\n bind :80\n default_backend auth\n"
      "backend auth\n server a :1 check\n server b :2 check\n";
  const auto config = HaproxyConfig::parse(text, "x.cfg", "auth");
  const auto both = [&](const char* one, const char* other) {
    return check_orders(**config, fault("one", one), fault("other", other), parse);
  };
  for (const char* other : {"path-typo", "path-rewritten", "wrong-pool", "method-denied"}) {
    const auto fine = both("maintenance-page", other);
    ASSERT_FALSE(fine) << other;
    EXPECT_THAT(fine.error().message, HasSubstr("cannot be active at once"));
  }
  EXPECT_TRUE(both("maintenance-page", "server-timeout-huge"));
  EXPECT_TRUE(both("maintenance-page", "frontend-limit"));
}

TEST(Fold, ACopyOfALineOutlivesTheLine) {
  // Where both stand on one line, as in nginx, their edits do not meet.
  const BoundFault twice = fault("twice", "server-twice");
  EXPECT_TRUE(hides(twice, fault("gone", "server-removed", {{"servers", std::string("0")}}), 3));
  EXPECT_FALSE(hides(twice, fault("gone", "server-removed"), 3));
}

TEST(Fold, WhatNewFaultsWriteMeetsWhatOthersWrite) {
  const std::string text = kText + " option httpchk GET /up\n";
  const auto config = HaproxyConfig::parse(text, "x.cfg", "auth");
  const std::pair<BoundFault, BoundFault> pairs[] = {
      {weights("one", "last", 3), fault("other", "server-drained")},
      {fault("one", "check-path-typo"), fault("other", "check-deep")},
      {fault("one", "retries-off"), fault("other", "retry-storm")},
      {fault("one", "retries-off"), fault("other", "redispatch-removed")},
      {fault("one", "one-server-hash"), fault("other", "user-hash")},
      {fault("one", "server-duplicated"), fault("other", "server-stale")},
      {fault("one", "source-hash"), fault("other", "constant-cookie")}};
  for (const auto& [a, b] : pairs) {
    EXPECT_FALSE(check_orders(**config, a, b, parse)) << a.kind->doc.name;
    EXPECT_FALSE(check_orders(**config, b, a, parse)) << a.kind->doc.name;
  }
  EXPECT_TRUE(
      check_orders(**config, fault("one", "user-hash"), fault("other", "check-any-status"), parse));
}

TEST(Fold, RolesMeanTheServersOfTheOriginal) {
  const std::string text = "backend auth\n server a :1 check\n server b :2 check\n server c :3\n";
  const auto config = HaproxyConfig::parse(text, "x.cfg", "auth");
  // The second server is checked; once the first is gone, the second would be one that is not.
  const auto fine =
      check_orders(**config, fault("gone", "server-removed", {{"servers", std::string("first")}}),
                   fault("unchecked", "check-removed", {{"servers", std::string("1")}}), parse);
  EXPECT_TRUE(fine) << to_string(fine.error());
}

TEST(Fold, AnEditThatCannotBeMadeNamesItsFault) {
  const auto edits =
      fold(*original(), {fault("gone", "server-removed", {{"servers", std::string("all")}})});
  ASSERT_FALSE(edits);
  EXPECT_THAT(edits.error().message, HasSubstr("the fault \"gone\": "));
}

}  // namespace
}  // namespace misfire
