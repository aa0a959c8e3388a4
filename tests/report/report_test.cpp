#include "report/report.hpp"

#include <nlohmann/json.hpp>

#include "judge/judging.hpp"
#include "report/paint.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using namespace testing;
using Json = nlohmann::ordered_json;

RunFacts facts() {
  RunFacts f;
  f.folder = "reports/2026-11-24-feb-18-weight-skew-r1";
  f.versions = {{"haproxy", "2.6.12"}, {"prometheus", "2.42.0"}};
  f.wall_s = {{"baseline", 6.0}, {"fault", 12.0}, {"recovery", 20.0}, {"start", 2.5}};
  f.overhead_s = 2.5;
  f.unavoidable_s = 2.1;
  return f;
}

History february_history() {
  return HistoryBuilder()
      .harm()
      .february_alerts()
      .notified(200, "network-tickets", ticket("WeightSkew", "network"))
      .build();
}

Json report_of(const Plan& plan, const History& history) {
  return Json::parse(run_report_json(plan, history, judge(plan, history), facts()));
}

std::string text_of(const Plan& plan, const History& history, TerminalStyle style = {}) {
  return run_report_text(plan, history, judge(plan, history), facts(), style);
}

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> all;
  for (const auto& [key, value] : object.items()) all.push_back(key);
  return all;
}

TEST(ReportJson, HasTheDocumentedKeysInOrder) {
  const Json r = report_of(february(), february_history());
  EXPECT_THAT(keys(r), ElementsAre("schema", "run_id", "scenario", "title", "verdict", "reasons",
                                   "system", "engine", "balancer", "versions", "images", "files",
                                   "speed", "seed", "phase", "impact", "harm", "alerts",
                                   "expectations", "also_notified", "silent", "restoration",
                                   "timeline", "wall_s", "overhead_s", "unavoidable_s", "folder"));
  EXPECT_EQ(r["schema"], "misfire.run/1");
  EXPECT_EQ(r["verdict"], "pass");
  EXPECT_THAT(keys(r["impact"]),
              ElementsAre("logins", "failed", "failed_ratio", "users", "per_backend"));
  EXPECT_NEAR(r["impact"]["failed_ratio"].get<double>(), 0.3, 0.01);
  EXPECT_EQ(r["impact"]["per_backend"].size(), 3u);
  EXPECT_EQ(r["restoration"]["identical"], true);
  EXPECT_EQ(r["versions"]["haproxy"], "2.6.12");
  EXPECT_EQ(r["also_notified"].size(), 1u);
}

TEST(ReportJson, StagesAreModelSecondsFromTheFaultInOrder) {
  const Json r = report_of(february(), february_history());
  const Json& a = r["alerts"][0];
  EXPECT_EQ(a["name"], "LoginFailureRatioHigh");
  EXPECT_EQ(a["team"], "auth");
  EXPECT_EQ(a["receiver"], "auth-oncall");
  EXPECT_EQ(a["within_s"], 300.0);
  EXPECT_EQ(a["notified_s"], 131.0);
  EXPECT_EQ(a["met"], true);
  EXPECT_THAT(keys(a["stages"]), ElementsAre("effect", "pending", "firing", "sent", "notified"));
  double last = 0;
  for (const auto& [name, s] : a["stages"].items()) {
    EXPECT_GE(s.get<double>(), last) << name;
    last = s.get<double>();
    EXPECT_NEAR(a["stages_wall"][name].get<double>() * 30, last, 0.02);
  }
}

TEST(ReportJson, WhatWasNotReachedIsAbsentOrNull) {
  const Json r = report_of(february(), HistoryBuilder().harm().build());
  EXPECT_EQ(r["verdict"], "fail");
  EXPECT_TRUE(r["alerts"][0]["stages"].empty());
  EXPECT_TRUE(r["alerts"][0]["notified_s"].is_null());
  EXPECT_EQ(r["alerts"][0]["met"], false);
}

TEST(ReportJson, ALateNotificationHasItsTimeAndIsNotMet) {
  const Json r =
      report_of(february(), HistoryBuilder().harm().alert(279, kSymptom, "auth-oncall").build());
  EXPECT_EQ(r["alerts"][0]["notified_s"], 370.0);
  EXPECT_EQ(r["alerts"][0]["met"], false);
}

TEST(ReportJson, TheTimelineIsInOrderAndLeavesOutTicksAndRepetitions) {
  History h =
      HistoryBuilder().harm().february_alerts().sent(160, kSymptom).sent(220, kSymptom).build();
  const Json r = report_of(february(), h);
  double last = -1e9;
  int sent = 0;
  for (const Json& entry : r["timeline"]) {
    EXPECT_GE(entry["at_s"].get<double>(), last);
    last = entry["at_s"].get<double>();
    if (entry["what"] == "`LoginFailureRatioHigh` was sent to Alertmanager") ++sent;
  }
  EXPECT_EQ(sent, 1);
  EXPECT_LT(r["timeline"].size(), 40u);
}

TEST(ReportJson, ForeignBytesDoNotBreakIt) {
  const auto h = HistoryBuilder().add(5, Trouble{"log said \xff\xfe"}).build();
  EXPECT_EQ(report_of(february(), h)["verdict"], "invalid");
}

TEST(ReportJson, AnEmptyHistoryHasAReportToo) {
  const Json r = report_of(february(), {});
  EXPECT_EQ(r["verdict"], "invalid");
  EXPECT_TRUE(r["timeline"].empty());
}

Plan february_with_gap() {
  Plan plan = february();
  plan.scenario.alerts.front().gap = Gap{"OPS-12", "2023-12-31"};  // histories are of November
  return plan;
}
History without_the_symptom() {
  return HistoryBuilder().harm().alert(90, kCause, "network-oncall", 120).build();
}

TEST(ReportJson, AGapHasItsTicketItsDayAndItsState) {
  const Json r = report_of(february_with_gap(), without_the_symptom());
  EXPECT_EQ(r["verdict"], "pass");
  const Json& alert = r["expectations"][1];
  EXPECT_EQ(alert["ruling"], "missed");
  EXPECT_EQ(alert["gap"],
            Json({{"ticket", "OPS-12"}, {"until", "2023-12-31"}, {"state", "known"}}));
  EXPECT_FALSE(r["expectations"][2].contains("gap"));
  const Json closed = report_of(february_with_gap(), february_history());
  EXPECT_EQ(closed["verdict"], "fail");
  EXPECT_EQ(closed["expectations"][1]["gap"]["state"], "closed");
}

TEST(Suite, FailBeatsInvalidBeatsPass) {
  using V = Verdict;
  EXPECT_EQ(suite_verdict({V::pass, V::invalid, V::fail}), V::fail);
  EXPECT_EQ(suite_verdict({V::pass, V::invalid}), V::invalid);
  EXPECT_EQ(suite_verdict({V::pass, V::unsupported}), V::pass);
  EXPECT_EQ(suite_verdict({}), V::invalid);
}

TEST(Suite, HoldsTheRunsReports) {
  const std::string run = run_report_json(february(), february_history(),
                                          judge(february(), february_history()), facts());
  const Json s = Json::parse(suite_json({run, run}));
  EXPECT_EQ(s["schema"], "misfire.suite/1");
  EXPECT_EQ(s["verdict"], "pass");
  EXPECT_EQ(s["counts"]["pass"], 2);
  ASSERT_EQ(s["runs"].size(), 2u);
  EXPECT_EQ(s["runs"][1], Json::parse(run));
}

TEST(Suite, AnUnreadableOrUnknownReportIsInvalid) {
  EXPECT_EQ(Json::parse(suite_json({"{\"verdict\": \"pass\"}", "{broken"}))["verdict"], "invalid");
  EXPECT_EQ(Json::parse(suite_json({"{\"verdict\": \"splendid\"}"}))["verdict"], "invalid");
  EXPECT_EQ(Json::parse(suite_json({"{}"}))["verdict"], "invalid");
}

TEST(Suite, WithoutRunsItProvesWhatItsCallerSays) {
  EXPECT_EQ(Json::parse(suite_json({}))["verdict"], "invalid");
  EXPECT_EQ(Json::parse(suite_json({}, Verdict::pass))["verdict"], "pass");
  EXPECT_EQ(Json::parse(suite_json({"{}"}, Verdict::pass))["verdict"], "invalid");
}

TEST(Suite, TriesAreCountedAndTheEarlierOnesTold) {
  const std::string pass = R"({"verdict": "pass"})";
  const Json once = Json::parse(with_tries(pass, {}));
  EXPECT_EQ(once["tries"], 1);
  EXPECT_FALSE(once.contains("earlier_tries"));
  const Json again = Json::parse(
      with_tries(pass, {R"({"verdict": "invalid", "reasons": ["x"], "alerts": []})", "{broken"}));
  EXPECT_EQ(again["tries"], 3);
  EXPECT_EQ(again["verdict"], "pass");
  EXPECT_EQ(again["earlier_tries"][0], Json({{"verdict", "invalid"}, {"reasons", {"x"}}}));
  EXPECT_EQ(again["earlier_tries"][1]["verdict"], "invalid");
}

TEST(Suite, AScenarioThatDidNotRunMakesItInvalid) {
  const std::string run = run_report_json(february(), february_history(),
                                          judge(february(), february_history()), facts());
  const Error gone{ErrorCode::environment, "haproxy is not installed \xff", "", {}};
  const Json s = Json::parse(suite_json({run, not_run_json("feb-18-twin", "", {gone})}));
  EXPECT_EQ(s["verdict"], "invalid");
  EXPECT_EQ(s["counts"]["invalid"], 1);
  EXPECT_EQ(s["runs"][1]["scenario"], "feb-18-twin");
  EXPECT_THAT(s["runs"][1]["reasons"][0].get<std::string>(), HasSubstr("haproxy is not installed"));
}

TEST(Suite, ItsTextHasALineARunAndCounts) {
  EXPECT_EQ(suite_text({{"a", Verdict::pass, "well"},
                        {"b", Verdict::fail, "nobody was paged"},
                        {"c", Verdict::invalid, "a part\033 died"}},
                       {}),
            "Suite        3 runs, 1 pass, 1 fail, 1 invalid\n"
            "pass         a: well\n"
            "fail         b: nobody was paged\n"
            "invalid      c: a part? died\n");
}

TEST(Suite, RunsThatCameToTheSameAreToldOnceAndAllCount) {
  EXPECT_EQ(suite_text({{"a", Verdict::pass, "well"},
                        {"b", Verdict::invalid, "well"},
                        {"a", Verdict::pass, "well"}},
                       {}),
            "Suite        3 runs, 2 pass, 1 invalid\n"
            "pass         a: well (×2)\n"
            "invalid      b: well\n");
}

TEST(Terminal, BeginsWithTheVerdictInOneSentence) {
  const std::string text = text_of(february(), february_history());
  std::string flat = text.substr(0, 200);
  for (std::size_t at; (at = flat.find("\n      ")) != std::string::npos;) flat.replace(at, 7, " ");
  EXPECT_THAT(flat, StartsWith("pass  feb-18-weight-skew: 29.9 % of the logins failed; auth was "
                               "paged after 2 min 11 s, network after 4 min 1 s"));
}

TEST(Terminal, EndsWithWhereTheReportIs) {
  const std::string text = text_of(february(), february_history());
  const std::string last = text.substr(text.rfind('\n', text.size() - 2) + 1);
  EXPECT_EQ(last, "Report     reports/2026-11-24-feb-18-weight-skew-r1/report.html\n");
}

TEST(Terminal, KeepsToEightyColumnsAndHasNoColourUnasked) {
  Plan plan = february();
  plan.scenario.about = "x";
  const auto bad = HistoryBuilder()
                       .harm()
                       .alert(279, kSymptom, "auth-oncall")
                       .restored(false, {"weight of auth1 is 200"});
  for (const History& h : {february_history(), bad.build(), HistoryBuilder().build()}) {
    const std::string text = text_of(plan, h);
    EXPECT_THAT(text, Not(HasSubstr("\033")));
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = text.find('\n', at);
      EXPECT_LE(columns(text.substr(at, end - at)), 80u) << text.substr(at, end - at);
      at = end + 1;
    }
  }
}

TEST(Terminal, ColourChangesNothingButColour) {
  const std::string plain = text_of(february(), february_history());
  const std::string coloured = text_of(february(), february_history(), {true, 80});
  EXPECT_THAT(coloured, StartsWith("\033[1;32mpass\033[0m  feb-18"));
  std::string stripped;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\033') {
      i = coloured.find('m', i);
    } else {
      stripped += coloured[i];
    }
  }
  EXPECT_EQ(stripped, plain);
}

TEST(Terminal, AFailureSaysWhereItStopped) {
  const std::string text = text_of(february(), HistoryBuilder()
                                                   .harm()
                                                   .alert(40, kSymptom, "default")
                                                   .alert(90, kCause, "network-oncall", 120)
                                                   .build());
  EXPECT_THAT(text, StartsWith("fail  feb-18-weight-skew: "));
  EXPECT_THAT(text, HasSubstr("✗ a page for the symptom reaches team auth within 5 min"));
  EXPECT_THAT(text, HasSubstr("`LoginFailureRatioHigh` fired, but went to `default`"));
}

TEST(Terminal, AStageOutsideItsBudgetIsMarkedAndTold) {
  const auto text_with = [](double firing) {
    return text_of(february(), HistoryBuilder()
                                   .harm()
                                   .pending(40, kSymptom)
                                   .firing(firing, kSymptom)
                                   .sent(firing, kSymptom)
                                   .notified(firing + 30, "auth-oncall", kSymptom)
                                   .alert(90, kCause, "network-oncall", 120)
                                   .build());
  };
  EXPECT_THAT(text_with(100), Not(HasSubstr("outside its budget")));
  const std::string text = text_with(160);
  EXPECT_THAT(text, HasSubstr(" 2:40! "));
  EXPECT_THAT(text, HasSubstr("! firing 2 min after pending, outside its budget: 1 min\n"));
}

TEST(ReportJson, HasEachStageOfAnAlertBesideItsBudget) {
  const Json r = report_of(february(), february_history());
  const Json& firing = r["alerts"][0]["budget"]["firing"];
  EXPECT_EQ(firing, Json({{"from", "pending"},
                          {"took_s", 60.0},
                          {"earliest_s", 60.0},
                          {"mean_s", 60.0},
                          {"latest_s", 60.0},
                          {"outside", false}}));
  EXPECT_THAT(keys(r["alerts"][0]["budget"]), ElementsAre("pending", "firing", "sent", "notified"));
  EXPECT_FALSE(r["alerts"][2]["expected"]);
  EXPECT_TRUE(r["alerts"][2]["budget"].contains("firing")) << "also of one that nobody expected";
}

TEST(Terminal, NobodyTakesAPassWithAGapForOneWithout) {
  const std::string text = text_of(february_with_gap(), without_the_symptom(), {false, 160});
  EXPECT_THAT(text, StartsWith("pass  "));
  EXPECT_THAT(text.substr(0, text.find('\n')), HasSubstr("; known gap OPS-12"));
  EXPECT_THAT(text, HasSubstr("(known gap OPS-12, until 2023-12-31)"));
}

TEST(Terminal, AnAlertThatWasPendingBeforeTheFaultIsMarkedAsThat) {
  const Labels l = ticket("WeightSkew", "network");
  const std::string text = text_of(
      february(), HistoryBuilder().harm().february_alerts().pending(-20, l).firing(20, l).build(),
      {false, 160});
  EXPECT_THAT(text, HasSubstr("! it was pending before the fault"));
  EXPECT_THAT(text, Not(HasSubstr("firing 0 ms after pending")));
}

TEST(Terminal, APageThatIsTooLateWithinAGapIsTold) {
  Plan plan = february_with_gap();
  plan.scenario.alerts.front().within.limit = model_seconds(60);
  const std::string text = text_of(plan, february_history(), {false, 200});
  EXPECT_THAT(text, StartsWith("pass  "));
  EXPECT_THAT(text.substr(0, text.find('\n')),
              HasSubstr("auth was paged after 2 min 11 s, too late, network after 4 min 1 s; "
                        "known gap OPS-12"));
}

TEST(Terminal, ForeignControlCharactersDoNotReachTheTerminal) {
  const std::string text =
      text_of(february(), HistoryBuilder().add(5, Trouble{"evil \033]0;title\a text"}).build());
  EXPECT_THAT(text, Not(HasSubstr("\033")));
  EXPECT_THAT(text, HasSubstr("evil"));
}

TEST(Paint, WidthsCountCharacters) {
  EXPECT_EQ(columns("– ▒"), 3u);
  EXPECT_EQ(columns("\033[1mab\033[0m"), 2u);
  EXPECT_EQ(left("abc", 5), "abc  ");
  EXPECT_EQ(right("abc", 5), "  abc");
  EXPECT_EQ(left("abcdef", 4), "abc…");
  EXPECT_EQ(wrap("aa bb cc dd", 5, 1, 0), "aa bb\n cc\n dd");
}

// ---- rules that had nothing to read ----

Plan with_renamed(std::size_t rule) {
  Plan plan = february();
  plan.monitoring.rules[rule].file = "rules/x.yml";
  plan.monitoring.rules[rule].where.line = 7;
  plan.monitoring.rules[rule].needs = {{"logins_totl"}};
  return plan;
}

History without_it() {
  return HistoryBuilder()
      .harm()
      .alert(90, kCause, "network-oncall", 120)
      .add(590,
           NoSeries{Phase::collect, "logins_totl", "logins_totl", false, "logins_total", "", {}})
      .build();
}

TEST(ReportText, ASilentAlertIsToldUnderItsRow) {
  const std::string text = text_of(with_renamed(0), without_it());
  const auto row = text.find("✗ LoginFailureRatioHigh");
  ASSERT_NE(row, std::string::npos) << text;
  EXPECT_LT(row, text.find("! `LoginFailureRatioHigh` cannot fire: there was no metric", row));
  EXPECT_THAT(text, Not(HasSubstr("\nSilent ")));
}

TEST(ReportText, ASilentAlertWithoutARowHasASection) {
  const std::string text = text_of(with_renamed(2), without_it());
  EXPECT_THAT(text, HasSubstr("\nSilent     `DatabaseSlow` cannot fire: there was no metric "));
  EXPECT_THAT(text, HasSubstr("rules/x.yml:7"));
}

TEST(ReportJson, TellsOfSilentAlerts) {
  const Json silent = report_of(with_renamed(2), without_it())["silent"];
  ASSERT_EQ(silent.size(), 1u);
  EXPECT_EQ(silent[0]["alert"], "DatabaseSlow");
  EXPECT_EQ(silent[0]["selector"], "logins_totl");
  EXPECT_EQ(silent[0]["nearest"], "logins_total");
  EXPECT_EQ(silent[0]["line"], 7);
}

}  // namespace
}  // namespace misfire
