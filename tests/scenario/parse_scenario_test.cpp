#include <gmock/gmock.h>

#include "scenario_files.hpp"

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ParseScenario, ReadsEveryKey) {
  const Scenario s = good_scenario(R"(schema = 1
name = "all-keys"
title = "Every key"
tags = ["a", "b"]
about = "what and why"
kind = "fault"
balancer = "nginx"
strict = true
[load]
rate = 300
users = 50
[timeline]
baseline = "2m"
recovery = "17m"
at = "Sat 03:30 Europe/Berlin"
[[fault]]
id = "one"
inject = "every"
params = { share = 0.5, hard = true, path = "/x", delay = "1m30s", server = 2 }
at = "10s"
for = "4m"
via = "runtime"
[[fault]]
inject = "reload"
[expect.impact]
failed_logins = { min = 0.1, max = 0.9 }
[[expect.alert]]
name = "Skew"
team = "network"
within = { of = "6m", from = "one" }
gap = { ticket = "OPS-12", until = 2027-01-31 }
[[expect.alert]]
labels = { severity = "page" }
within = { of = "6m", from = "effect" }
[expect.blame]
component = "load-balancer"
team = "network"
within = "7m"
[[expect.quiet]]
component = "database"
[[expect.quiet]]
team = "dba"
name = "Slow"
[expect.recovery]
logins_ok = { min = 0.99, within = "1m" }
alerts_resolved = { within = "15m" }
)");
  EXPECT_EQ(s.title, "Every key");
  EXPECT_THAT(s.tags, ElementsAre("a", "b"));
  EXPECT_EQ(s.balancer, "nginx");
  EXPECT_TRUE(s.strict);
  EXPECT_EQ(s.load.per_second, 300);
  EXPECT_FALSE(s.load.capacity_share);
  EXPECT_EQ(s.load.users, 50);
  EXPECT_EQ(s.timeline.baseline, model_seconds(120));
  EXPECT_EQ(s.timeline.recovery, model_seconds(1020));
  EXPECT_EQ(s.timeline.at, "Sat 03:30 Europe/Berlin");
  ASSERT_EQ(s.faults.size(), 2u);
  const FaultSpec& one = s.faults[0];
  EXPECT_EQ(one.params.at("share"), ParamValue(0.5));
  EXPECT_EQ(one.params.at("hard"), ParamValue(true));
  EXPECT_EQ(one.params.at("path"), ParamValue(std::string("/x")));
  EXPECT_EQ(one.params.at("delay"), ParamValue(model_seconds(90)));
  EXPECT_EQ(one.params.at("server"), ParamValue(std::string("2")));
  EXPECT_EQ(one.param_where.at("share"), (Position{"s.toml", 19, 20}));
  EXPECT_EQ(one.at, model_seconds(10));
  EXPECT_EQ(one.lasts, model_seconds(240));
  EXPECT_TRUE(one.runtime);
  EXPECT_EQ(to_string(one.via_where).substr(to_string(one.via_where).find(':')), ":22:7")
      << to_string(one.via_where);
  EXPECT_EQ(s.faults[1].id, "reload") << "the default is the fault's name";
  EXPECT_FALSE(s.faults[1].lasts);
  EXPECT_EQ(s.impact->max, 0.9);
  EXPECT_EQ(s.alerts[0].name, "Skew");
  EXPECT_EQ(s.alerts[0].within, (Within{model_seconds(360), "one"}));
  EXPECT_EQ(s.alerts[0].gap, (Gap{"OPS-12", "2027-01-31"}));
  EXPECT_FALSE(s.alerts[1].gap || s.blame->gap || s.quiet[0].gap);
  EXPECT_EQ(s.alerts[1].within.from, "effect");
  EXPECT_EQ(s.alerts[1].labels.at("severity"), "page");
  EXPECT_EQ(s.blame->component_where, (Position{"s.toml", 36, 13}));
  EXPECT_EQ(s.blame->within.limit, model_seconds(420));
  EXPECT_EQ(s.quiet[1].team, "dba");
  EXPECT_EQ(s.recovery->logins_ok->min, 0.99);
  EXPECT_EQ(s.recovery->alerts_resolved, model_seconds(900));
}

TEST(ParseScenario, HasTheDocumentedDefaults) {
  const Scenario s = good_scenario(kGoodScenario);
  EXPECT_EQ(s.title, "skew");
  EXPECT_EQ(s.kind, ScenarioKind::fault);
  EXPECT_EQ(s.balancer, std::nullopt);
  EXPECT_FALSE(s.strict);
  EXPECT_EQ(s.load.capacity_share, 0.67);
  EXPECT_EQ(s.load.users, 1000);
  EXPECT_EQ(s.timeline.baseline, model_seconds(180));
  EXPECT_EQ(s.timeline.recovery, model_seconds(600));
  EXPECT_EQ(s.timeline.at, "Tue 14:00 UTC");
  EXPECT_EQ(s.faults[0].at, model_seconds(0));
  EXPECT_FALSE(s.faults[0].runtime);
}

struct Slip {
  const char* old_text;
  const char* new_text;
  const char* message;
};

class OneMistake : public testing::TestWithParam<Slip> {};

TEST_P(OneMistake, IsReportedWithItsPlaceAndNothingElse) {
  const Slip& slip = GetParam();
  EXPECT_THAT(scenario_mistakes(good_but(slip.old_text, slip.new_text)), ElementsAre(slip.message));
}

INSTANTIATE_TEST_SUITE_P(
    Top, OneMistake,
    testing::Values(
        Slip{"schema = 1", "schema = 2", "s.toml:1:10: schema must be 1, not 2"},
        Slip{"schema = 1", "", "s.toml:1:1: schema is missing\n  start the file with schema = 1"},
        Slip{"schema = 1", "schema = \"1\"", "s.toml:1:10: schema must be 1, not text"},
        Slip{"\"skew\"\n[load]", "\"Skew it\"\n[load]",
             "s.toml:2:8: name must be made of a-z, 0-9 and -, not \"Skew it\"\n"
             "  the text for people is title"},
        Slip{"name = \"skew\"\n", "name = \"\"\n", "s.toml:2:8: name is empty"},
        Slip{"name = \"skew\"\n", "nam = \"skew\"\nname = \"x\"\n",
             "s.toml:2:1: unknown key nam\n  did you mean \"name\"?"},
        Slip{"[load]", "kind = \"twim\"\n[load]",
             "s.toml:3:8: kind must be \"fault\" or \"twin\" or \"decoy\", not \"twim\"\n"
             "  did you mean \"twin\"?"},
        Slip{"[load]", "balancer = \"ngnx\"\n[load]",
             "s.toml:3:12: balancer must be \"haproxy\" or \"nginx\", not \"ngnx\"\n"
             "  did you mean \"nginx\"?"},
        Slip{"[load]", "strict = \"yes\"\n[load]",
             "s.toml:3:10: strict must be true or false, not text\n  written without quotes"},
        Slip{"[load]", "tags = [\"a\", 3]\n[load]",
             "s.toml:3:14: tags must hold text, not a whole number\n  text stands in quotes"},
        Slip{"[load]", "gap = { ticket = \"OPS-12\" }\n[load]",
             "s.toml:3:1: unknown key gap\n  known: about, balancer, expect, fault, kind, load, "
             "name, "
             "schema, strict, tags, timeline, title"}));

INSTANTIATE_TEST_SUITE_P(
    Gap, OneMistake,
    testing::Values(Slip{"symptom = true", "symptom = true\ngap = { until = 2027-01-31 }",
                         "s.toml:11:7: expect.alert.gap.ticket is missing\n"
                         "  write gap = { ticket = \"OPS-12\", until = 2027-01-31 }"},
                    Slip{"symptom = true",
                         "symptom = true\ngap = { ticket = \"A\", until = \"2027-01-31\" }",
                         "s.toml:11:31: expect.alert.gap.until must be a day, not text\n"
                         "  write it as 2027-01-31, without quotes and time"},
                    Slip{"symptom = true", "symptom = true\ngap = \"OPS-12\"",
                         "s.toml:11:7: expect.alert.gap must be a table, not text"}));

INSTANTIATE_TEST_SUITE_P(
    Load, OneMistake,
    testing::Values(
        Slip{"rate = \"67%\"", "",
             "s.toml:3:1: load.rate is missing\n"
             "  write [load] with rate = \"67%\" (of the pool's declared capacity)"},
        Slip{"\"67%\"", "\"67\"",
             "s.toml:4:8: load.rate must be a percentage, not \"67\"\n"
             "  write rate = \"67%\" (of the capacity), or rate = 300 (logins a second)"},
        Slip{"\"67%\"", "\"0%\"",
             "s.toml:4:8: load.rate must be more than 0% and at most 200%, not 0%"},
        Slip{"\"67%\"", "\"201%\"",
             "s.toml:4:8: load.rate must be more than 0% and at most 200%, not 201%"},
        Slip{"\"67%\"", "\"nan%\"",
             "s.toml:4:8: load.rate must be more than 0% and at most 200%, not nan%"},
        Slip{"\"67%\"", "-3",
             "s.toml:4:8: load.rate must be more than 0 and at most 1,000,000 logins "
             "a second, not -3"},
        Slip{"\"67%\"", "nan",
             "s.toml:4:8: load.rate must be more than 0 and at most 1,000,000 logins "
             "a second, not nan"},
        Slip{"\"67%\"", "true",
             "s.toml:4:8: load.rate must be a percentage or a number, not true\n"
             "  write rate = \"67%\" (of the capacity), or rate = 300 (logins a second)"},
        Slip{"\"67%\"", "300\nusers = 0",
             "s.toml:5:9: load.users must be a whole number from 1 to 1,000,000, not 0"},
        Slip{"\"67%\"", "300\nusers = 1000001",
             "s.toml:5:9: load.users must be a whole number from 1 to 1,000,000, not 1000001"},
        Slip{"\"67%\"", "300\nuser = 10",
             "s.toml:5:1: unknown key load.user\n  did you mean \"users\"?"}));

INSTANTIATE_TEST_SUITE_P(
    Timeline, OneMistake,
    testing::Values(
        Slip{"[[fault]]", "[timeline]\nbaseline = \"0s\"\n[[fault]]",
             "s.toml:6:12: timeline.baseline must be longer than 0s"},
        Slip{"[[fault]]", "[timeline]\nbaseline = \"-3m\"\n[[fault]]",
             "s.toml:6:12: timeline.baseline must be a duration, and \"-3m\" is not a duration\n"
             "  write it as 30s, 5m, 1h30m or 250ms"},
        Slip{"[[fault]]", "[timeline]\nbaseline = 180\n[[fault]]",
             "s.toml:6:12: timeline.baseline must be a duration, not a whole number\n"
             "  write it as \"30s\", \"5m\" or \"1h30m\""},
        Slip{"[[fault]]", "[timeline]\nrecovery = \"31d\"\n[[fault]]",
             "s.toml:6:12: timeline.recovery must be at most 30d, not 31d"},
        Slip{"[[fault]]", "[timeline]\nat = \"Tuh 14:00\"\n[[fault]]",
             "s.toml:6:6: timeline.at: \"Tuh\" is not a weekday\n"
             "  write it as \"Tue 14:00 Europe/Berlin\""},
        Slip{"[[fault]]", "[timeline]\nat = \"Tue 24:00\"\n[[fault]]",
             "s.toml:6:6: timeline.at: \"24:00\" is not a time of day\n"
             "  write it as \"Tue 14:00 Europe/Berlin\""},
        Slip{"[[fault]]", "[timeline]\nat = \"Tue 14:00 U.T.C\"\n[[fault]]",
             "s.toml:6:6: timeline.at: \"U.T.C\" is not a time zone\n"
             "  write it as \"Tue 14:00 Europe/Berlin\""},
        Slip{"[[fault]]", "timeline = \"3m\"\n[[fault]]",
             "s.toml:5:1: unknown key load.timeline\n  known: rate, users"}));

INSTANTIATE_TEST_SUITE_P(
    Fault, OneMistake,
    testing::Values(
        Slip{"inject = \"weights\"\nparams = { first = 200, others = 25 }", "",
             "s.toml:5:1: fault.inject is missing\n"
             "  write inject = \"NAME\"; misfire faults lists the names"},
        Slip{"\"weights\"", "\"wieghts\"",
             "s.toml:7:10: unknown fault \"wieghts\"\n  did you mean \"weights\"?"},
        Slip{"first = 200", "frist = 200",
             "s.toml:8:12: unknown key fault.params.frist\n  did you mean \"first\"?"},
        Slip{"first = 200", "first = 257",
             "s.toml:8:20: fault.params.first must be a whole number from 0 to 256, not 257"},
        Slip{"first = 200", "first = 1.5",
             "s.toml:8:20: fault.params.first must be a whole number from 0 to 256, not a number"},
        Slip{"{ first = 200, others = 25 }", "[200, 25]",
             "s.toml:8:10: fault.params must be a table, not a list"},
        Slip{"[[expect", "for = \"0s\"\n[[expect", "s.toml:9:7: fault.for must be longer than 0s"},
        Slip{"[[expect", "via = \"rlaod\"\n[[expect",
             "s.toml:9:7: fault.via must be \"reload\" or \"runtime\", not \"rlaod\"\n"
             "  did you mean \"reload\"?"},
        Slip{"id = \"skew\"\n", "id = \"a b\"\n",
             "s.toml:6:6: fault.id \"a b\" must be made of a-z, 0-9, - and _"},
        Slip{"id = \"skew\"\n", "id = \"effect\"\n",
             "s.toml:6:6: fault.id \"effect\" already means the first harm to users\n"
             "  choose another id"},
        Slip{"[[expect", "[[fault]]\ninject = \"reload\"\nid = \"skew\"\n[[expect",
             "s.toml:11:6: a second fault with the id \"skew\"; the first is in line 5\n"
             "  give each fault an id of its own: id = \"…\""},
        Slip{"\"weights\"\nparams = { first = 200, others = 25 }", "\"every\"",
             "s.toml:5:1: fault.params.server is missing: every needs it\n  which servers"},
        Slip{"\"weights\"\nparams = { first = 200, others = 25 }",
             "\"every\"\nparams = { server = \"frist\" }",
             "s.toml:8:21: fault.params.server must be first, last, others, all or a server's "
             "index, "
             "not \"frist\"\n  did you mean \"first\"?"},
        Slip{"\"weights\"\nparams = { first = 200, others = 25 }",
             "\"every\"\nparams = { server = \"all\", share = inf }",
             "s.toml:8:36: fault.params.share must be a number from 0 to 1, not inf"},
        Slip{"\"weights\"\nparams = { first = 200, others = 25 }",
             "\"every\"\nparams = { server = \"all\", how = \"removd\" }",
             "s.toml:8:34: fault.params.how must be \"removed\" or \"patient\", not \"removd\"\n"
             "  did you mean \"removed\"?"},
        Slip{"[[fault]]", "[fault]",
             "s.toml:5:1: fault must be a list of tables, not a table\n"
             "  write [[fault]]"}));

INSTANTIATE_TEST_SUITE_P(
    Expect, OneMistake,
    testing::Values(
        Slip{"within = \"5m\"", "",
             "s.toml:9:1: expect.alert.within is missing\n"
             "  write within = \"5m\""},
        Slip{
            "\"5m\"", "\"5min\"",
            "s.toml:12:10: expect.alert.within must be a duration, and \"5min\" is not a duration\n"
            "  write it as 30s, 5m, 1h30m or 250ms"},
        Slip{"\"5m\"", "{ of = \"5m\", from = \"skwe\" }",
             "s.toml:12:30: expect.alert.within.from must be \"effect\" or a fault's id, not "
             "\"skwe\"\n"
             "  did you mean \"skew\"?"},
        Slip{"\"5m\"", "{ from = \"skew\" }",
             "s.toml:12:10: expect.alert.within.of is missing\n"
             "  write within = { of = \"5m\", from = \"effect\" }"},
        Slip{"symptom = true\n", "",
             "s.toml:9:1: expect.alert does not say which alert\n"
             "  add symptom = true, name = \"…\" or labels = { … }"},
        Slip{"symptom = true\n", "symptom = true\nname = \"X\"\n",
             "s.toml:10:11: expect.alert.symptom means an alert that names no component, whatever "
             "its "
             "name\n  leave out symptom or name"},
        Slip{"[[expect.alert]]", "[expect.imapct]\n[[expect.alert]]",
             "s.toml:9:9: unknown key expect.imapct\n  did you mean \"impact\"?"},
        Slip{"[[expect.alert]]",
             "[expect.impact]\nfailed_logins = { min = 0.5, max = 0.4 }\n"
             "[[expect.alert]]",
             "s.toml:10:25: expect.impact.failed_logins.min is 0.5, more than max, which is 0.4"},
        Slip{"[[expect.alert]]", "[expect.impact]\nfailed_logins = { min = 25 }\n[[expect.alert]]",
             "s.toml:10:25: expect.impact.failed_logins.min must be a number from 0 to 1, not 25"},
        Slip{"[[expect.alert]]", "[expect.impact]\nfailed_logins = {}\n[[expect.alert]]",
             "s.toml:10:17: expect.impact.failed_logins needs min, max or both"},
        Slip{"[[expect.alert]]",
             "[[expect.blame]]\ncomponent = \"x\"\nwithin = \"1m\"\n"
             "[[expect.alert]]",
             "s.toml:9:1: expect.blame must be a table, not a list\n"
             "  there is only one: write [expect.blame]"},
        Slip{"[[expect.alert]]", "[expect.blame]\nwithin = \"1m\"\n[[expect.alert]]",
             "s.toml:9:1: expect.blame.component is missing\n"
             "  write component = \"load-balancer\""},
        Slip{"[[expect.alert]]", "[expect.recovery]\n[[expect.alert]]",
             "s.toml:9:1: expect.recovery claims nothing\n  add logins_ok or alerts_resolved"},
        Slip{"[[expect.alert]]", "[expect.recovery]\nalerts_resolved = \"5m\"\n[[expect.alert]]",
             "s.toml:10:19: expect.recovery.alerts_resolved must be a table, not text"},
        Slip{"[[expect.alert]]", "[expect.recovery]\nlogins_ok = { min = 1 }\n[[expect.alert]]",
             "s.toml:10:13: expect.recovery.logins_ok.within is missing\n"
             "  write logins_ok = { min = 0.999, within = \"1m\" }"},
        Slip{"[[expect.alert]]", "[[expect.inhibited]]\nname = \"X\"\n[[expect.alert]]",
             "s.toml:9:10: unknown key expect.inhibited\n"
             "  known: alert, blame, impact, quiet, recovery"},
        Slip{"[[expect.alert]]", "[[expect.quiet]]\nservice = \"x\"\n[[expect.alert]]",
             "s.toml:10:1: unknown key expect.quiet.service\n  known: component, gap, name, team, "
             "until"}));

INSTANTIATE_TEST_SUITE_P(
    Contradiction, OneMistake,
    testing::Values(
        Slip{"[[expect.alert]]\nsymptom = true\nteam = \"auth\"\nwithin = \"5m\"\n", "",
             "s.toml:1:1: nothing is expected, so that nothing could fail\n"
             "  add [[expect.alert]], [expect.blame] or another expectation"},
        Slip{"[[fault]]\nid = \"skew\"\ninject = \"weights\"\nparams = { first = 200, "
             "others = 25 }\n",
             "",
             "s.toml:1:1: no fault is injected\n"
             "  add [[fault]] with inject = \"…\"; misfire faults lists the names"},
        Slip{"[load]", "kind = \"twin\"\n[load]",
             "s.toml:10:1: a twin cannot expect an alert\n"
             "  a twin is the control: nobody may be paged, and no login fails"},
        Slip{"[[expect.alert]]", "[[expect.quiet]]\n[[expect.alert]]",
             "s.toml:9:1: expect.quiet forbids what expect.alert in line 10 demands\n"
             "  leave out one of the two"},
        Slip{"[[expect.alert]]", "[[expect.quiet]]\nteam = \"auth\"\n[[expect.alert]]",
             "s.toml:9:1: expect.quiet forbids what expect.alert in line 11 demands\n"
             "  leave out one of the two"},
        Slip{"[[expect.alert]]",
             "[[expect.quiet]]\ncomponent = \"lb\"\n[expect.blame]\n"
             "component = \"lb\"\nwithin = \"1m\"\n[[expect.alert]]",
             "s.toml:9:1: expect.quiet forbids what expect.blame in line 11 demands\n"
             "  leave out one of the two"},
        Slip{"symptom = true\nteam = \"auth\"\nwithin = \"5m\"\n",
             "name = \"X\"\nwithin = \"5m\"\n[[expect.quiet]]\nname = \"X\"\n",
             "s.toml:12:1: expect.quiet forbids what expect.alert in line 9 demands\n"
             "  leave out one of the two"},
        Slip{"symptom = true\nteam = \"auth\"\nwithin = \"5m\"\n",
             "name = \"X\"\nwithin = \"5m\"\n[[expect.quiet]]\nuntil = \"5m\"\n"
             "name = \"X\"\n",
             "s.toml:12:1: expect.quiet forbids what expect.alert in line 9 demands\n"
             "  leave out one of the two"},
        Slip{"[[expect.alert]]",
             "[[expect.quiet]]\nname = \"X\"\nuntil = \"20m1s\"\n[[expect.alert]]",
             "s.toml:9:1: expect.quiet.until is 20m1s, but the run looks only until 20m "
             "after the fault: its faults last until 10m, recovery 10m\n"
             "  shorten it, or lengthen the fault's for or timeline.recovery"},
        // The fault lasts 10 min (the default), recovery 10 min more (the default).
        Slip{"within = \"5m\"", "within = \"21m\"",
             "s.toml:9:1: expect.alert.within is 21m, but the run looks only until 20m "
             "after the fault: its faults last until 10m, recovery 10m\n"
             "  shorten it, or lengthen the fault's for or timeline.recovery"},
        Slip{"[[expect.alert]]",
             "at = \"2m\"\nfor = \"1m\"\n[expect.blame]\ncomponent = \"lb\"\n"
             "within = { of = \"11m1s\", from = \"skew\" }\n[[expect.alert]]",
             "s.toml:11:1: expect.blame.within is 11m1s, but the run looks only until "
             "13m after the fault: its faults last until 3m, recovery 10m\n"
             "  shorten it, or lengthen the fault's for or timeline.recovery"},
        Slip{"[[expect.alert]]",
             "[expect.recovery]\nlogins_ok = { within = \"10m1s\" }\n[[expect.alert]]",
             "s.toml:9:1: expect.recovery.logins_ok has 10m1s, but the run looks only "
             "10m longer than the fault (timeline.recovery)\n"
             "  write [timeline] recovery = \"10m1s\", or shorten within"},
        Slip{"[[expect.alert]]\nsymptom = true\nteam = \"auth\"\nwithin = \"5m\"",
             "[expect.recovery]\nalerts_resolved = { within = \"5m\" }",
             "s.toml:9:1: expect.recovery.alerts_resolved is about expected alerts, and "
             "none is expected\n"
             "  add [[expect.alert]], or leave out alerts_resolved"},
        Slip{"within = \"5m\"",
             "within = { of = \"5m\", from = \"effect\" }\n[expect.impact]\n"
             "failed_logins = { max = 0 }",
             "s.toml:9:1: within counts from the effect, but expect.impact allows no "
             "failed login\n"
             "  the effect is the first harm to users: count from the fault instead"},
        Slip{"symptom = true", "name = \"A\"\nlabels = { alertname = \"B\" }",
             "s.toml:9:1: expect.alert has the name \"A\" and the label alertname "
             "\"B\": no alert has both\n  leave out one of the two"},
        Slip{"[[expect.alert]]",
             "[[expect.alert]]\nsymptom = true\nteam = \"auth\"\nwithin = \"4m\"\n"
             "[[expect.alert]]",
             "s.toml:13:1: expect.alert says the same as the one in line 9, with "
             "another limit\n  leave out one of the two"}));

TEST(ParseScenario, ReportsAllMistakesOfAFileInItsOrder) {
  EXPECT_THAT(scenario_mistakes(R"(name = "Bad"
typo = 1
[load]
rate = "0%"
users = -1
[[fault]]
inject = "weigths"
for = "x"
[[expect.alert]]
within = 5
)"),
              ElementsAre(testing::StartsWith("s.toml:1:1: schema is missing"),
                          testing::StartsWith("s.toml:1:8: name must be made of"),
                          testing::StartsWith("s.toml:2:1: unknown key typo"),
                          testing::StartsWith("s.toml:4:8: load.rate must be more than"),
                          testing::StartsWith("s.toml:5:9: load.users must be"),
                          testing::StartsWith("s.toml:7:10: unknown fault"),
                          testing::StartsWith("s.toml:8:7: fault.for must be"),
                          testing::StartsWith("s.toml:9:1: expect.alert does not say"),
                          testing::StartsWith("s.toml:10:10: expect.alert.within must be")));
}

TEST(DraftScenario, HasWhatCouldBeReadBesideTheMistakes) {
  const auto draft =
      draft_scenario(good_but("[load]", "[load]\nuser = 1"), "s.toml", test_catalogue());
  EXPECT_EQ(draft.mistakes.size(), 1u);
  ASSERT_TRUE(draft.scenario);
  ASSERT_EQ(draft.scenario->alerts.size(), 1u);
  EXPECT_EQ(draft.scenario->alerts[0].team, "auth") << "teams can be looked up all the same";
  EXPECT_FALSE(draft_scenario("a = [", "s.toml", test_catalogue()).scenario);
}

TEST(ParseScenario, ReportsContradictionsBesideOtherMistakes) {
  EXPECT_THAT(scenario_mistakes(good_but("[load]", "kind = \"twin\"\n[load]\nuser = 1")),
              ElementsAre(testing::HasSubstr("unknown key load.user"),
                          testing::HasSubstr("a twin cannot expect an alert")));
}

TEST(ParseScenario, TellsAnExpectedTicketFromAForbiddenPage) {
  EXPECT_THAT(
      scenario_mistakes(good_but("symptom = true\nteam = \"auth\"", "name = \"WeightSkew\"") +
                        "[[expect.quiet]]\n"),
      IsEmpty());
  EXPECT_THAT(scenario_mistakes(kGoodScenario + "[[expect.quiet]]\nteam = \"auth\"\n"
                                                "component = \"database\"\n"),
              IsEmpty())
      << "about another component the same team must hear nothing";
}

TEST(ParseScenario, TakesLimitsUpToTheLastMomentThatIsWatched) {
  EXPECT_THAT(scenario_mistakes(good_but("\"5m\"", "\"20m\"")), IsEmpty());
  EXPECT_THAT(scenario_mistakes(
                  good_but("[[expect.alert]]", "at = \"2m\"\nfor = \"1m\"\n[[expect.alert]]") +
                  "[expect.blame]\ncomponent = \"lb\"\n"
                  "within = { of = \"11m\", from = \"skew\" }\n"),
              IsEmpty());
}

TEST(ParseScenario, TakesNoHarmWhereNothingCountsFromIt) {
  EXPECT_THAT(scenario_mistakes(kGoodScenario + "[expect.impact]\nfailed_logins = { max = 0 }\n"),
              IsEmpty());
}

TEST(ParseScenario, TakesTheSameAlertForTwoTeams) {
  EXPECT_THAT(scenario_mistakes(kGoodScenario + "[[expect.alert]]\nsymptom = true\n"
                                                "team = \"network\"\nwithin = \"4m\"\n"),
              IsEmpty());
}

TEST(ParseScenario, AnAlertMayComeOnceAQuietHasEnded) {
  const Scenario scenario = good_scenario(
      good_but("[[expect.alert]]", "[[expect.quiet]]\nuntil = \"4m59s\"\n[[expect.alert]]"));
  EXPECT_EQ(scenario.quiet.front().until, model_seconds(299));
}

TEST(ParseScenario, TakesATwinThatExpectsQuiet) {
  const Scenario twin = good_scenario(R"(schema = 1
name = "twin"
kind = "twin"
[load]
rate = 0.5
[[fault]]
inject = "reload"
[[expect.quiet]]
)");
  EXPECT_EQ(twin.kind, ScenarioKind::twin);
  EXPECT_FALSE(twin.quiet[0].component || twin.quiet[0].team || twin.quiet[0].name);
}

TEST(ParseScenario, RefusesADecoyThatBlamesTheBalancer) {
  EXPECT_THAT(scenario_mistakes(good_but("[load]", "kind = \"decoy\"\n[load]") +
                                "[expect.blame]\ncomponent = \"load-balancer\"\nwithin = \"1m\"\n"),
              ElementsAre(testing::StartsWith(
                  "s.toml:15:13: a decoy cannot expect the balancer to be blamed")));
}

TEST(ReadScenario, NamesAFileThatIsNotThere) {
  const auto scenario = read_scenario("/nowhere/x.toml", test_catalogue());
  ASSERT_FALSE(scenario);
  EXPECT_THAT(scenario.error().front().message, testing::HasSubstr("/nowhere/x.toml"));
}

Catalogue with_alert_fault() {
  Catalogue all = test_catalogue();
  FaultDoc fault;
  fault.name = "alert-threshold";
  fault.alert_side = true;
  fault.params = {param_spec("alert", ParamType::text)};
  all.push_back(fault);
  return all;
}

constexpr char kAlertFault[] =
    "[[fault]]\ninject = \"alert-threshold\"\nparams = { alert = \"A\" }\n";

TEST(ParseScenario, AlertSideFaultsStandApartSinceTheyHaveNoTime) {
  const auto s =
      parse_scenario(good_but("[[expect.alert]]", kAlertFault + std::string("[[expect.alert]]")),
                     "s.toml", with_alert_fault());
  ASSERT_TRUE(s);
  ASSERT_EQ(s->faults.size(), 1u);
  EXPECT_EQ(s->faults[0].id, "skew");
  ASSERT_EQ(s->alert_faults.size(), 1u);
  EXPECT_EQ(s->alert_faults[0].id, "alert-threshold");
  EXPECT_EQ(s->alert_faults[0].params.at("alert"), ParamValue("A"));
}

TEST(ParseScenario, AnAlertSideFaultTakesNoTimeAndHarmsNobodyAlone) {
  const auto mistakes = [](const std::string& toml) {
    const auto scenario = parse_scenario(toml, "s.toml", with_alert_fault());
    return scenario ? std::vector<std::string>{} : texts_of(scenario.error());
  };
  EXPECT_THAT(mistakes(good_but("[[expect.alert]]",
                                kAlertFault + std::string("at = \"1m\"\n[[expect.alert]]"))),
              ElementsAre("s.toml:12:6: fault.at has no meaning here: alert-threshold is in the "
                          "monitoring's files from before the baseline to the end of the run\n"
                          "  leave it out"));
  EXPECT_THAT(
      mistakes(good_but("[[fault]]\nid = \"skew\"\ninject = \"weights\"\nparams = { first = 200, "
                        "others = 25 }\n",
                        kAlertFault)),
      ElementsAre(
          "s.toml:5:1: alert-threshold alone harms nobody: it bites when somebody needs the "
          "alert\n  add a [[fault]] of the balancer, a stressor, or inject = \"reload\""));
}

}  // namespace
}  // namespace misfire
