// The February outage with a monitoring that was damaged on purpose: each damage must be found, and
// the reason must name the stage where the alert's way stopped.
#include <gmock/gmock.h>

#include "integration/misfire_program.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// The system with its fixtures damaged by `damage`.
template <class Damage>
Said run_damaged(const Scratch& scratch, Damage damage) {
  const fs::path fixtures = scratch.fixtures();
  damage(fixtures);
  return run_at_30(scratch, library("weights/feb-18.toml"), fixtures / "system.toml");
}

void expect_failed(const Said& said) {
  EXPECT_EQ(said.exit_code, 1) << said.text;
  EXPECT_EQ(said.run().at("verdict"), "fail") << said.reasons();
  EXPECT_TRUE(said.run().at("restoration").at("identical").get<bool>());
}

/// Cuts the rule of that name out of a rule file.
void delete_rule(const fs::path& file, const std::string& name) {
  auto text = read_file(file);
  ASSERT_TRUE(text);
  const auto begin = text->find("      - alert: " + name);
  ASSERT_NE(begin, std::string::npos);
  const auto next = text->find("      - alert: ", begin + 1);
  text->erase(begin, next == std::string::npos ? std::string::npos : next - begin);
  std::ofstream(file) << *text;
}

/// Leaves LoginFailureRatioHigh alone: the others that page for a symptom would save the day.
void leave_one_symptom(const fs::path& fixtures) {
  delete_rule(fixtures / "monitoring/rules/login.yml", "LoginProbeDown");
  delete_rule(fixtures / "monitoring/rules/entry.yml", "LoginAnswers5xxHigh");
  delete_rule(fixtures / "monitoring/rules/entry.yml", "LoginRateDrop");
}

TEST(SabotagedMonitoring, ADeletedRuleIsMissed) {
  const Scratch scratch;
  const Said said = run_damaged(scratch, [](const fs::path& fixtures) {
    leave_one_symptom(fixtures);
    delete_rule(fixtures / "monitoring/rules/login.yml", "LoginFailureRatioHigh");
  });
  expect_failed(said);
  EXPECT_THAT(said.reasons(), AllOf(HasSubstr("auth"), HasSubstr("no rule")));
}

TEST(SabotagedMonitoring, AThresholdTooHighNeverGoesPending) {
  const Scratch scratch;
  const Said said = run_damaged(scratch, [](const fs::path& fixtures) {
    leave_one_symptom(fixtures);
    replace_in(fixtures / "monitoring/rules/login.yml", "> 0.05", "> 0.5");
  });
  expect_failed(said);
  EXPECT_THAT(said.reasons(), AllOf(HasSubstr("LoginFailureRatioHigh"), HasSubstr("never")));
}

TEST(SabotagedMonitoring, AForTooLongStaysPending) {
  const Scratch scratch;
  const Said said = run_damaged(scratch, [](const fs::path& fixtures) {
    leave_one_symptom(fixtures);
    replace_in(fixtures / "monitoring/rules/login.yml", "for: 1m", "for: 30m");
  });
  expect_failed(said);
  EXPECT_THAT(said.reasons(),
              AllOf(HasSubstr("LoginFailureRatioHigh"), HasSubstr("stayed pending")));
}

TEST(SabotagedMonitoring, AMisspeltRouteIsNamedByWhereItWent) {
  const Scratch scratch;
  const Said said = run_damaged(scratch, [](const fs::path& fixtures) {
    replace_in(fixtures / "monitoring/alertmanager.yml", "team=\"auth\"", "team=\"atuh\"");
  });
  expect_failed(said);
  EXPECT_THAT(said.reasons(),
              AllOf(HasSubstr("LoginFailureRatioHigh"), HasSubstr("fired, but went to `default`")));
}

TEST(SabotagedMonitoring, ATemplateTypoStopsAtRendering) {
  const Scratch scratch;
  const Said said = run_damaged(scratch, [](const fs::path& fixtures) {
    replace_in(fixtures / "monitoring/templates/slack.tmpl", ".CommonLabels.", ".CommonLables.");
  });
  expect_failed(said);
  EXPECT_THAT(said.reasons(), AllOf(HasSubstr("slack"), HasSubstr("rendering")));
}

// The field's most common silent break. The same alert of the fixtures' other system, so that names
// of metrics, jobs and pools are nobody's constants.
TEST(SabotagedMonitoring, ARenamedMetricIsToldWithTheNearestOneThatIsScraped) {
  const Scratch scratch;
  const fs::path fixtures = scratch.fixtures();
  const fs::path rules = fixtures / "monitoring/renamed/rules/edge.yml";
  for (int i = 0; i < 3; ++i) {
    replace_in(rules, "haproxy_server_http_responses_total", "haproxy_server_http_response_total");
  }
  const Said said = run_at_30(scratch, library("weights/feb-18.toml"), fixtures / "renamed.toml");
  expect_failed(said);
  const std::string why =
      "`LopsidedPool` cannot fire: there was no metric `haproxy_server_http_response_total`; the "
      "nearest name is `haproxy_server_http_responses_total`";
  EXPECT_THAT(said.reasons(), HasSubstr(why));
  const auto& silent = said.run().at("silent");
  ASSERT_EQ(silent.size(), 1u) << "the other rules read what there is: " << silent;
  EXPECT_EQ(silent[0].at("alert"), "LopsidedPool");
  EXPECT_EQ(silent[0].at("file"), "rules/edge.yml");
  EXPECT_EQ(silent[0].at("scraped"), false);
  EXPECT_EQ(silent[0].at("nearest"), "haproxy_server_http_responses_total");
}

TEST(SabotagedMonitoring, AnUndefinedReceiverIsAMistakeInTheFile) {
  const Scratch scratch;
  const Said said = run_damaged(scratch, [](const fs::path& fixtures) {
    replace_in(fixtures / "monitoring/alertmanager.yml", "receiver: auth-oncall",
               "receiver: auth-onclal");
  });
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, AllOf(HasSubstr("alertmanager.yml:"), HasSubstr("auth-onclal"),
                               HasSubstr("did you mean \"auth-oncall\"?")));
}

}  // namespace
}  // namespace misfire
