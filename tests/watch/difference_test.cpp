// The table of what is drift and what is none: running, file, approved.
#include <gmock/gmock.h>

#include "watch/difference.hpp"

namespace misfire::watch {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Facts server(const std::string& name, Told told) {
  told[Aspect::presence] = "present";
  return {{{"auth", name}, std::move(told)}};
}

Facts with(Facts facts, const std::string& name, Told told) {
  const Facts more = server(name, std::move(told));
  facts.insert(more.begin(), more.end());
  return facts;
}

std::vector<std::string> drift(const Facts& file, const Facts& running,
                               const std::optional<Approved>& approved = {}) {
  std::vector<std::string> texts;
  for (const Difference& one : differences(file, {running, true}, approved)) {
    texts.push_back(to_string(one));
  }
  return texts;
}

struct Kind {
  Aspect aspect;
  std::string file, running, text;
};

class EachKind : public ::testing::TestWithParam<Kind> {};

TEST_P(EachKind, OfDriftIsTold) {
  const Kind& kind = GetParam();
  const Facts file = server("a1", {{kind.aspect, kind.file}});
  EXPECT_THAT(drift(file, server("a1", {{kind.aspect, kind.running}})), ElementsAre(kind.text));
  EXPECT_THAT(drift(file, file), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Drift, EachKind,
    ::testing::Values(
        Kind{Aspect::weight, "100", "50", "auth/a1: weight is 50, 100 in the file"},
        Kind{Aspect::address, "10.0.0.1:80", "10.0.0.2:80",
             "auth/a1: address is 10.0.0.2:80, 10.0.0.1:80 in the file"},
        Kind{Aspect::maxconn, "200", "20", "auth/a1: maxconn is 20, 200 in the file"},
        Kind{Aspect::state, "ready", "drain", "auth/a1: state is drain, ready in the file"},
        Kind{Aspect::state, "ready", "maintenance",
             "auth/a1: state is maintenance, ready in the file"},
        Kind{Aspect::check, "on", "off", "auth/a1: health check is off, on in the file"},
        Kind{Aspect::agent, "on", "off", "auth/a1: agent check is off, on in the file"},
        Kind{Aspect::backup, "yes", "no", "auth/a1: backup is no, yes in the file"},
        Kind{Aspect::failures, "3 in 10s", "1 in 10s",
             "auth/a1: limit of failures is 1 in 10s, 3 in 10s in the file"}));

TEST(Drift, OfTheAlgorithmIsThePools) {
  const Facts file = {{{"auth", ""}, {{Aspect::algorithm, "roundrobin"}}}};
  const Facts running = {{{"auth", ""}, {{Aspect::algorithm, "source"}}}};
  EXPECT_THAT(drift(file, running),
              ElementsAre("auth: algorithm is source, roundrobin in the file"));
}

TEST(Drift, AServerThatIsMissingOrExtraIsOne) {
  const Facts one = server("a1", {}), two = with(one, "a2", {{Aspect::weight, "1"}});
  EXPECT_THAT(drift(two, one), ElementsAre("auth/a2: does not run, in the file"));
  EXPECT_THAT(drift(one, two), ElementsAre("auth/a2: runs, not in the file"));
}

TEST(Drift, AFileThatIsNotLoadedIsOne) {
  const Facts file = {{kBalancer, {{Aspect::file, "b"}}}};
  const Facts running = {{kBalancer, {{Aspect::file, "a"}}}};
  EXPECT_THAT(drift(file, running), ElementsAre("the file was changed and is not loaded"));
}

TEST(Drift, WhatOneSideDoesNotTellIsNone) {
  const Facts bare = server("a1", {});
  const Facts resolved = server("a1", {{Aspect::address, "10.0.0.7:80"}, {Aspect::weight, "3"}});
  EXPECT_THAT(drift(bare, resolved), IsEmpty());
  EXPECT_THAT(drift(resolved, bare), IsEmpty());
}

TEST(Drift, AServerUnderAConditionMayBeThereOrNot) {
  Facts file = server("a1", {});
  file[{"auth", "tls"}] = {{Aspect::weight, "1"}};
  EXPECT_THAT(drift(file, server("a1", {})), IsEmpty());
  EXPECT_THAT(drift(file, with(server("a1", {}), "tls", {{Aspect::weight, "1"}})), IsEmpty());
}

TEST(Drift, APoolThatTheFileDoesNotNameIsNoneOfOurs) {
  Facts running = server("a1", {});
  running[{"another file's", "b1"}] = {{Aspect::presence, "present"}};
  EXPECT_THAT(drift(server("a1", {}), running), IsEmpty());
}

TEST(Drift, WhoIsNotToldOfIsNotMissingWhereNotAllIsTold) {
  const Facts file = server("a1", {});
  EXPECT_THAT(differences(file, {{}, false}, {}), IsEmpty());
  EXPECT_EQ(differences(file, {{}, true}, {}).size(), 1u);
}

Approved approval(Facts file, Facts running) {
  return {from_nanos(1), std::move(file), std::move(running)};
}

TEST(DriftFromApproved, AnApprovedDeviationIsNone) {
  const Facts file = server("a1", {{Aspect::weight, "100"}});
  const Facts drained = server("a1", {{Aspect::weight, "0"}});
  EXPECT_THAT(drift(file, drained, approval(file, drained)), IsEmpty());
  EXPECT_THAT(drift(file, server("a1", {{Aspect::weight, "50"}}), approval(file, drained)),
              ElementsAre("auth/a1: weight is 50, 100 in the file"));
}

TEST(DriftFromApproved, ADeviationThatEndedIsNone) {
  const Facts file = server("a1", {{Aspect::weight, "100"}});
  EXPECT_THAT(drift(file, file, approval(file, server("a1", {{Aspect::weight, "0"}}))), IsEmpty());
}

TEST(DriftFromApproved, AFileThatWasChangedAndLoadedIsOneUntilApproved) {
  const Facts old = server("a1", {{Aspect::weight, "100"}});
  const Facts now = server("a1", {{Aspect::weight, "10"}});
  EXPECT_THAT(drift(now, now, approval(old, old)),
              ElementsAre("auth/a1: weight is 10, approved was 100"));
  EXPECT_THAT(drift(now, now, approval(now, now)), IsEmpty());
}

TEST(DriftFromApproved, AServerThatCameOrWentWithTheFileIsOne) {
  const Facts one = server("a1", {}), two = with(one, "a2", {});
  EXPECT_THAT(drift(two, two, approval(one, one)), ElementsAre("auth/a2: runs, not approved"));
  EXPECT_THAT(drift(one, one, approval(two, two)), ElementsAre("auth/a2: does not run, approved"));
}

TEST(DriftFromApproved, IsAgainstTheFileFirst) {
  const Facts file = server("a1", {{Aspect::weight, "100"}});
  const auto found =
      differences(file, {server("a1", {{Aspect::weight, "50"}}), true}, approval(file, file));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].against, Against::file);
  EXPECT_EQ(found[0].approved, "100");
}

}  // namespace
}  // namespace misfire::watch
