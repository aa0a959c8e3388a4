#include "report/junit.hpp"

#include <gmock/gmock.h>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <regex>
#include <sstream>

#include "judge/judging.hpp"
#include "report/utf8.hpp"

namespace misfire {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace testing;
using Tree = boost::property_tree::ptree;

RunFacts facts() {
  RunFacts f;
  f.folder = "reports/r1";
  f.versions = {{"haproxy", "2.6.12"}};
  f.wall_s = {{"baseline", 6.0}, {"fault", 12.25}, {"recovery", 20.5}, {"start", 2.5}};
  return f;
}

JUnitSuite suite_of(const Plan& plan, const History& history) {
  return junit_suite(plan, history, judge(plan, history), facts());
}

Tree parsed(const std::string& xml) {
  std::istringstream in(xml);
  Tree tree;
  boost::property_tree::read_xml(in, tree);
  return tree;
}

/// What both schemas ask of every document (junit.hpp names them): attributes, their forms, counts
/// that agree with the cases, the order of a suite's children.
void expect_follows_the_schemas(const Tree& document) {
  const std::regex time("[0-9]+\\.[0-9]{3}"), number("[0-9]+"),
      timestamp("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}");
  int id = 0;
  for (const auto& [name, suite] : document.get_child("testsuites")) {
    ASSERT_EQ(name, "testsuite");
    EXPECT_EQ(suite.get<int>("<xmlattr>.id"), id++);
    for (const char* attribute : {"name", "package", "hostname"}) {
      EXPECT_NE(suite.get<std::string>(std::string("<xmlattr>.") + attribute), "") << attribute;
    }
    EXPECT_TRUE(std::regex_match(suite.get<std::string>("<xmlattr>.timestamp"), timestamp));
    EXPECT_TRUE(std::regex_match(suite.get<std::string>("<xmlattr>.time"), time));
    std::map<std::string, int> found;
    std::set<std::string> names;
    std::vector<std::string> order;
    for (const auto& [child, content] : suite) {
      if (child == "<xmlattr>") continue;
      if (order.empty() || order.back() != child) order.push_back(child);
      if (child != "testcase") continue;
      ++found["tests"];
      EXPECT_TRUE(names.insert(content.get<std::string>("<xmlattr>.name")).second);
      EXPECT_NE(content.get<std::string>("<xmlattr>.name"), "");
      EXPECT_NE(content.get<std::string>("<xmlattr>.classname"), "");
      EXPECT_TRUE(std::regex_match(content.get<std::string>("<xmlattr>.time"), time));
      int results = 0;
      for (const auto& [kind, result] : content) {
        if (kind == "<xmlattr>") continue;
        ++results;
        ++found[kind];
        EXPECT_TRUE(kind == "failure" || kind == "error" || kind == "skipped") << kind;
        EXPECT_EQ(result.count("<xmlattr>"), 1u);
        EXPECT_EQ(result.get<std::string>("<xmlattr>.type", "") == "", kind == "skipped");
      }
      EXPECT_LE(results, 1);
    }
    EXPECT_THAT(order, ElementsAre("properties", "testcase", "system-out", "system-err"));
    EXPECT_EQ(suite.get<int>("<xmlattr>.tests"), found["tests"]);
    EXPECT_EQ(suite.get<int>("<xmlattr>.failures"), found["failure"]);
    EXPECT_EQ(suite.get<int>("<xmlattr>.errors"), found["error"]);
    EXPECT_EQ(suite.get<int>("<xmlattr>.skipped"), found["skipped"]);
  }
}

History good() {
  return HistoryBuilder().harm().february_alerts().build();
}
History missed() {
  return HistoryBuilder().harm().build();
}
History invalid() {
  return HistoryBuilder().harm().february_alerts().add(100, Trouble{"auth2 was ended"}).build();
}

TEST(JUnit, APassHasACasePerExpectationAndNothingElse) {
  const JUnitSuite suite = suite_of(february(), good());
  const Judgement judgement = judge(february(), good());
  ASSERT_EQ(judgement.verdict, Verdict::pass);
  ASSERT_EQ(suite.cases.size(), judgement.expectations.size());
  for (std::size_t i = 0; i < suite.cases.size(); ++i) {
    EXPECT_EQ(suite.cases[i].name, judgement.expectations[i].text);
    EXPECT_EQ(suite.cases[i].result, JUnitCase::Result::passed);
  }
  const Tree document = parsed(junit_xml({suite}));
  expect_follows_the_schemas(document);
  const Tree& xml = document.get_child("testsuites.testsuite");
  EXPECT_EQ(xml.get<std::string>("<xmlattr>.name"), "feb-18-weight-skew");
  EXPECT_EQ(xml.get<std::string>("<xmlattr>.time"), "41.250");
  EXPECT_EQ(xml.get<std::string>("testcase.<xmlattr>.classname"), "feb-18-weight-skew");
  EXPECT_EQ(xml.get<std::string>("testcase.<xmlattr>.time"), "12.250");
  EXPECT_THAT(xml.get<std::string>("system-out"), HasSubstr("fault `skew` (weights) was injected"));
}

TEST(JUnit, PropertiesSayWhatRan) {
  std::map<std::string, std::string> properties;
  const Tree document = parsed(junit_xml({suite_of(february(), good())}));
  for (const auto& [name, property] : document.get_child("testsuites.testsuite.properties")) {
    properties[property.get<std::string>("<xmlattr>.name")] =
        property.get<std::string>("<xmlattr>.value");
  }
  EXPECT_EQ(properties["verdict"], "pass");
  EXPECT_EQ(properties["engine"], "process");
  EXPECT_EQ(properties["balancer"], "haproxy");
  EXPECT_EQ(properties["speed"], "30");
  EXPECT_EQ(properties["seed"], "7");
  EXPECT_EQ(properties["folder"], "reports/r1");
  EXPECT_EQ(properties["version.haproxy"], "2.6.12");
}

TEST(JUnit, AKnownGapIsSkippedAndAClosedOneAFailure) {
  Plan plan = february();
  plan.scenario.alerts.front().gap = Gap{"OPS-12", "2023-12-31"};  // histories are of November
  const auto alert = [&](const History& history) { return suite_of(plan, history).cases.at(1); };
  const JUnitCase known =
      alert(HistoryBuilder().harm().alert(90, kCause, "network-oncall", 120).build());
  EXPECT_EQ(known.result, JUnitCase::Result::skipped);
  EXPECT_THAT(known.message, HasSubstr("known gap OPS-12"));
  const JUnitCase closed = alert(good());
  EXPECT_EQ(closed.result, JUnitCase::Result::failure);
  EXPECT_THAT(closed.message, HasSubstr("take it out of the scenario"));
  expect_follows_the_schemas(parsed(junit_xml({suite_of(plan, good())})));
}

TEST(JUnit, WhatWasMissedIsAFailureWithWhatWasObserved) {
  const JUnitSuite suite = suite_of(february(), missed());
  const Judgement judgement = judge(february(), missed());
  ASSERT_EQ(judgement.verdict, Verdict::fail);
  for (std::size_t i = 0; i < suite.cases.size(); ++i) {
    const ExpectationOutcome& outcome = judgement.expectations[i];
    const bool met = outcome.ruling == Ruling::met;
    EXPECT_EQ(suite.cases[i].result, met ? JUnitCase::Result::passed : JUnitCase::Result::failure);
    if (met) continue;
    EXPECT_EQ(suite.cases[i].message, outcome.observed);
    EXPECT_EQ(suite.cases[i].type, outcome.kind);
  }
  expect_follows_the_schemas(parsed(junit_xml({suite})));
}

TEST(JUnit, NothingOfAnInvalidRunPasses) {
  for (const History& history :
       {invalid(), History{}, HistoryBuilder().harm().february_alerts().witnessed(false).build()}) {
    const JUnitSuite suite = suite_of(february(), history);
    const Judgement judgement = judge(february(), history);
    ASSERT_EQ(judgement.verdict, Verdict::invalid);
    ASSERT_GE(suite.cases.size(), judgement.expectations.size());
    ASSERT_FALSE(suite.cases.empty());
    for (const JUnitCase& one : suite.cases) {
      EXPECT_EQ(one.result, JUnitCase::Result::error) << one.name;
      EXPECT_THAT(one.message, HasSubstr("the run proves nothing"));
      for (const std::string& reason : judgement.reasons) {
        EXPECT_THAT(one.detail, HasSubstr(reason));
      }
    }
    expect_follows_the_schemas(parsed(junit_xml({suite})));
  }
}

TEST(JUnit, AVerdictWithoutExpectationsHasACaseOfItsOwn) {
  Judgement judgement;
  judgement.reasons = {"a part died"};
  for (const auto& [verdict, result] : {std::pair{Verdict::pass, JUnitCase::Result::passed},
                                        {Verdict::fail, JUnitCase::Result::failure},
                                        {Verdict::invalid, JUnitCase::Result::error},
                                        {Verdict::unsupported, JUnitCase::Result::skipped}}) {
    judgement.verdict = verdict;
    const JUnitSuite suite = junit_suite(february(), {}, judgement, facts());
    ASSERT_EQ(suite.cases.size(), 1u) << to_string(verdict);
    EXPECT_EQ(suite.cases[0].result, result) << to_string(verdict);
    expect_follows_the_schemas(parsed(junit_xml({suite})));
  }
}

TEST(JUnit, AFailThatNoExpectationShowsIsStillAFailure) {
  Judgement judgement = judge(february(), good());
  judgement.verdict = Verdict::fail;
  judgement.reasons = {"something else"};
  const JUnitSuite suite = junit_suite(february(), good(), judgement, facts());
  EXPECT_EQ(suite.cases.back().result, JUnitCase::Result::failure);
  EXPECT_THAT(suite.cases.back().message, HasSubstr("something else"));
}

TEST(JUnit, UnsupportedIsSkipped) {
  Judgement judgement = judge(february(), good());
  judgement.verdict = Verdict::unsupported;
  judgement.reasons = {"nginx has no slowstart"};
  const JUnitSuite suite = junit_suite(february(), good(), judgement, facts());
  for (const JUnitCase& one : suite.cases) {
    EXPECT_EQ(one.result, JUnitCase::Result::skipped);
    EXPECT_THAT(one.message, HasSubstr("nginx has no slowstart"));
  }
  expect_follows_the_schemas(parsed(junit_xml({suite})));
}

TEST(JUnit, WhatDidNotRunIsAnErrorAndNeverMissing) {
  const Error gone{
      ErrorCode::environment, "haproxy is not installed", "apt-get install haproxy", {}};
  const JUnitSuite refused = junit_not_run("feb-18", {gone, gone}, Instant{});
  ASSERT_EQ(refused.cases.size(), 1u);
  EXPECT_EQ(refused.cases[0].result, JUnitCase::Result::error);
  EXPECT_EQ(refused.cases[0].type, "environment");
  EXPECT_EQ(refused.cases[0].message, "it did not run: haproxy is not installed (and 1 more)");
  EXPECT_THAT(refused.cases[0].detail, HasSubstr("apt-get install haproxy"));
  const JUnitSuite later = junit_not_run("feb-18-twin", {}, Instant{});
  EXPECT_EQ(later.cases.at(0).result, JUnitCase::Result::error);
  const Tree document = parsed(junit_xml({refused, later, suite_of(february(), good())}));
  expect_follows_the_schemas(document);
  EXPECT_EQ(document.get_child("testsuites").count("testsuite"), 3u);
}

TEST(JUnit, EqualClaimsHaveDifferentNames) {
  Judgement judgement = judge(february(), good());
  judgement.expectations = {{"quiet", "nobody", "", Ruling::met},
                            {"quiet", "nobody", "", Ruling::met},
                            {"quiet", "nobody (2)", "", Ruling::met}};
  std::set<std::string> names;
  for (const auto& one : junit_suite(february(), good(), judgement, facts()).cases) {
    names.insert(one.name);
  }
  EXPECT_EQ(names.size(), 3u);
}

TEST(JUnit, HostileTextsLeaveTheDocumentWellFormed) {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  for (const std::string& hostile :
       {std::string("</testcase><testcase name='x'/>"), std::string("\"><!--"),
        std::string("]]>&lt;&#0;&unknown;<![CDATA["), every,
        std::string("\xEF\xBF\xBE\xEF\xBF\xBF"), std::string("\xED\xA0\x80"), std::string("\n\t\r"),
        std::string(), std::string("\0x", 2)}) {
    Plan plan = february();
    plan.scenario.name = plan.scenario.title = plan.balancer = hostile;
    Judgement judgement = judge(plan, missed());
    for (auto& outcome : judgement.expectations) outcome.text = outcome.observed = hostile;
    judgement.reasons = judgement.also_notified = {hostile};
    for (const Verdict verdict : {Verdict::fail, Verdict::invalid, Verdict::unsupported}) {
      judgement.verdict = verdict;
      History history = HistoryBuilder().add(5, Trouble{hostile}).build();
      const std::string xml = junit_xml({junit_suite(plan, history, judgement, facts())});
      Tree document;
      ASSERT_NO_THROW(document = parsed(xml)) << xml;
      expect_follows_the_schemas(document);
      EXPECT_EQ(document.get_child("testsuites.testsuite").count("testcase"),
                judgement.expectations.size());
      for (std::string_view rest = xml; !rest.empty();) {
        const Character c = first_character(rest);
        ASSERT_TRUE(c.valid);
        ASSERT_TRUE(c.code >= 0x20 || c.code == '\n' || c.code == '\t') << int(c.code);
        ASSERT_NE(c.code, 0xFFFEu);
        ASSERT_NE(c.code, 0xFFFFu);
        rest.remove_prefix(c.bytes);
      }
    }
  }
}

TEST(JUnit, AnOrdinaryTextComesBackAsItWas) {
  Judgement judgement = judge(february(), missed());
  judgement.expectations = {{"alert", "a < b & \"c\" > 'd'", "saw <x> & ‘y’ █", Ruling::missed}};
  const Tree document = parsed(junit_xml({junit_suite(february(), missed(), judgement, facts())}));
  const Tree& one = document.get_child("testsuites.testsuite.testcase");
  EXPECT_EQ(one.get<std::string>("<xmlattr>.name"), "a < b & \"c\" > 'd'");
  EXPECT_EQ(one.get<std::string>("failure.<xmlattr>.message"), "saw <x> & ‘y’ █");
  EXPECT_THAT(one.get<std::string>("failure"), HasSubstr("observed: saw <x> & ‘y’ █"));
}

}  // namespace
}  // namespace misfire
