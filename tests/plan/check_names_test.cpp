#include "plan/check_names.hpp"

#include <gmock/gmock.h>

#include "plan_builder.hpp"

namespace misfire {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> texts(const Errors& errors) {
  std::vector<std::string> all;
  for (const Error& error : errors) {
    EXPECT_EQ(error.code, ErrorCode::usage);
    all.push_back(to_string(error));
  }
  return all;
}

/// Rules that page with severity "critical", and others.
MonitoringFacts facts(std::map<std::string, std::vector<std::string>> pages) {
  MonitoringFacts m;
  m.rules = {rule("LoginErrorRateHigh", {{"severity", "critical"}, {"team", "identity"}}),
             rule("NodeExporterMissing", {{"severity", "warning"}})};
  m.pages = std::move(pages);
  return m;
}

/// Of a file that has these pages, an entry a line.
NameCheck check(const MonitoringFacts& facts) {
  std::vector<WrittenPage> written;
  int line = 1;
  for (const auto& [label, values] : facts.pages) {
    for (const std::string& value : values) {
      written.push_back({label, value, {"s.toml", line, 1}, {"s.toml", line, 9}});
      ++line;
    }
  }
  return check_pages(written, facts);
}

TEST(CheckPages, AMisspeltLabelIsAMistake) {
  const auto found = check(facts({{"sevrity", {"critical", "page"}}}));
  EXPECT_THAT(texts(found.mistakes),
              ElementsAre(AllOf(HasSubstr("s.toml:1:1: monitoring.pages: no rule has a label "
                                          "\"sevrity\""),
                                HasSubstr("did you mean \"severity\"?"))));
}

TEST(CheckPages, AMisspeltValueIsAMistake) {
  for (const char* typo : {"critcal", "Critical", "criticall"}) {
    const auto found = check(facts({{"severity", {typo}}}));
    EXPECT_THAT(texts(found.mistakes), ElementsAre(AllOf(HasSubstr("s.toml:1:9: "), HasSubstr(typo),
                                                         HasSubstr("did you mean \"critical\"?"))));
  }
}

TEST(CheckPages, WhatTheRulesHaveIsNone) {
  const auto found =
      check(facts({{"severity", {"critical"}}, {"alertname", {"LoginErrorRateHigh"}}}));
  EXPECT_THAT(found.mistakes, IsEmpty());
  EXPECT_THAT(found.notes, IsEmpty());
}

TEST(CheckPages, AnotherUsualValueMayStandBesideOneThatIsInUse) {
  const auto found = check(facts({{"severity", {"page", "critical"}}}));
  EXPECT_THAT(found.mistakes, IsEmpty());
  EXPECT_THAT(found.notes, IsEmpty());
}

TEST(CheckPages, NumbersAreNoSlipsOfThePen) {
  MonitoringFacts m = facts({{"severity", {"sev1"}}});
  m.rules = {rule("X", {{"severity", "sev2"}}), rule("Y", {{"severity", "sev3"}})};
  EXPECT_THAT(check(m).mistakes, IsEmpty());
}

TEST(CheckPages, ThatNoRulePagesIsTold) {
  const auto found = check(facts({{"severity", {"page"}}}));
  EXPECT_THAT(found.mistakes, IsEmpty());
  EXPECT_THAT(found.notes, ElementsAre(HasSubstr("no rule pages anybody: none has severity = "
                                                 "\"page\"")));
  EXPECT_THAT(check_pages({}, facts({{"severity", {"page"}}})).notes,
              ElementsAre(HasSubstr("no rule pages anybody")))
      << "nor by the defaults, which are nobody's mistake";
}

TEST(CheckPages, WhatTemplatesOrRelabellingMayBringIsToldOnly) {
  MonitoringFacts templated = facts({{"severity", {"critcal"}}});
  templated.rules.push_back(rule("Z", {{"severity", "{{ $labels.severity }}"}}));
  EXPECT_THAT(check(templated).mistakes, IsEmpty());
  EXPECT_THAT(check(templated).notes, ElementsAre(HasSubstr("a template or relabelling")));
  MonitoringFacts relabelled = facts({{"sevrity", {"critical"}}});
  relabelled.alerts_relabelled = true;
  EXPECT_THAT(check(relabelled).mistakes, IsEmpty());
  EXPECT_THAT(check(relabelled).notes, ElementsAre(HasSubstr("no rule has a label \"sevrity\"")));
  const auto foreign = check(facts({{"severity", {"critical"}}, {"tier", {"1"}}}));
  EXPECT_THAT(foreign.mistakes, IsEmpty());
  EXPECT_THAT(foreign.notes, ElementsAre(HasSubstr("only series, templates or relabelling")));
}

Scenario quiet_about(const std::string& name) {
  Scenario s;
  s.file = "s.toml";
  ExpectQuiet quiet;
  quiet.name = name;
  quiet.where = {"s.toml", 40, 1};
  s.quiet = {quiet};
  return s;
}

TEST(CheckQuiets, AnAlertThatNoRuleMakesIsAMistake) {
  EXPECT_THAT(texts(check_quiets(quiet_about("LoginErrorRateHihg"), facts({})).mistakes),
              ElementsAre(AllOf(HasSubstr("s.toml:40:1: expect.quiet: no rule is named "
                                          "\"LoginErrorRateHihg\""),
                                HasSubstr("did you mean \"LoginErrorRateHigh\"?"))));
  EXPECT_THAT(check_quiets(quiet_about("LoginErrorRateHigh"), facts({})).mistakes, IsEmpty());
}

TEST(CheckQuiets, RelabellingMayMakeAnotherName) {
  MonitoringFacts m = facts({});
  m.alerts_relabelled = true;
  const auto found = check_quiets(quiet_about("Renamed"), m);
  EXPECT_THAT(found.mistakes, IsEmpty());
  EXPECT_THAT(found.notes, ElementsAre(HasSubstr("only relabelling could make such an alert")));
}

TEST(CheckQuiets, LeavesWhatTheSystemFileTestsToTheVerdict) {
  Scenario s = quiet_about("Deleted");
  s.quiet[0].where.file = "system.toml";
  EXPECT_THAT(check_quiets(s, facts({})).mistakes, IsEmpty());
}

}  // namespace
}  // namespace misfire
