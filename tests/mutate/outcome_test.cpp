// When a mutant is dead, and how that is told.
#include "mutate/outcome.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace misfire {
namespace {

using testing::HasSubstr;
using testing::Not;

Judgement with(Verdict verdict, std::vector<std::string> reasons = {}) {
  Judgement judgement;
  judgement.verdict = verdict;
  judgement.reasons = std::move(reasons);
  return judgement;
}

TEST(Mutation, AFailedScenarioKillsAndNamesTheExpectation) {
  Judgement judgement = with(Verdict::fail);
  ExpectationOutcome met, missed;
  met.text = "logins fail";
  met.ruling = Ruling::met;
  missed.text = "a page for the symptom reaches team auth";
  missed.ruling = Ruling::missed;
  judgement.expectations = {met, missed};
  const Seen seen = seen_in(judgement, "A");
  EXPECT_EQ(seen.fate, Fate::killed);
  EXPECT_EQ(seen.why, missed.text);
}

TEST(Mutation, AnAlertThatIsAlwaysOnKeepsEveryRunFromPassing) {
  const std::string on = "the baseline was not steady: `A` was firing before the fault";
  EXPECT_EQ(seen_in(with(Verdict::invalid, {"busy", on}), "A").fate, Fate::unsteady);
  EXPECT_EQ(seen_in(with(Verdict::invalid, {on}), "AB").fate, Fate::untold)
      << "another alert's trouble is not this mutant's";
  EXPECT_EQ(seen_in(with(Verdict::invalid, {on}), "").fate, Fate::untold);
}

TEST(Mutation, NoDataKillsNobody) {
  const Seen seen = seen_in(with(Verdict::invalid, {"its end was not seen"}), "A");
  EXPECT_EQ(seen.fate, Fate::untold);
  EXPECT_EQ(seen.why, "its end was not seen");
  EXPECT_EQ(seen_in(with(Verdict::pass), "A").fate, Fate::survived);
  EXPECT_EQ(seen_in(with(Verdict::unsupported), "A").fate, Fate::untold);
}

MutationReport report() {
  MutationReport report;
  const auto add = [&](const char* alert, MutantKind kind, Fate fate, const char* scenario,
                       const char* why) {
    report.outcomes.push_back({{alert, kind}, fate, scenario, why, false});
  };
  add("LoginFailureRatioHigh", MutantKind::deleted, Fate::killed, "feb-18-weight-skew", "a page");
  add("LoginFailureRatioHigh", MutantKind::inverted, Fate::unsteady, "feb-18-weight-skew-twin",
      "on");
  add("LoginFailureRatioHigh", MutantKind::misspelt, Fate::killed, "feb-18-weight-skew", "a page");
  add("AnAlertWithAVeryLongNameIndeed", MutantKind::deleted, Fate::survived, "x",
      "every scenario passes all the same");
  add("AnAlertWithAVeryLongNameIndeed", MutantKind::misspelt, Fate::untold, "x",
      "x cannot tell: y");
  report.scenarios = {"feb-18-weight-skew", "feb-18-weight-skew-twin"};
  report.not_used = {{"broken", "it fails with the rules as they are: a page"}};
  return report;
}

TEST(Mutation, SurvivorsAndWhatIsNotToldAreHoles) {
  MutationReport all = report();
  EXPECT_FALSE(all.no_hole());
  all.outcomes[3].fate = Fate::untested;
  EXPECT_FALSE(all.no_hole()) << "what nobody could tell is not excused";
  all.outcomes[4].fate = Fate::untested;
  EXPECT_TRUE(all.no_hole());
}

TEST(Mutation, TheTableFitsAScreenAndTellsTheShare) {
  const std::string text = mutation_text(report(), {false, 80});
  EXPECT_THAT(text, HasSubstr("3 of 5 mutants killed (60 %), 1 of them as they are always on"));
  EXPECT_THAT(text, HasSubstr("AnAlertWithAVeryLongNameIndeed deleted: every scenario passes"));
  EXPECT_THAT(text, HasSubstr("AnAlertWithAVeryLongNameIndeed misspelt: x cannot tell: y"));
  EXPECT_THAT(text, HasSubstr("broken: it fails with the rules as they are"));
  EXPECT_THAT(text, Not(HasSubstr("untested\n")));
  std::size_t from = 0;
  while (from < text.size()) {
    const std::size_t end = std::min(text.find('\n', from), text.size());
    const std::string line = text.substr(from, end - from);
    std::size_t columns = 0;
    for (const char c : line) columns += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
    EXPECT_LE(columns, 80u) << line;
    from = end + 1;
  }
}

TEST(Mutation, JsonHasEveryMutant) {
  const auto json = nlohmann::json::parse(mutation_json(report()));
  EXPECT_EQ(json.at("schema"), "misfire.mutate/1");
  EXPECT_EQ(json.at("killed"), 3);
  EXPECT_EQ(json.at("always_on"), 1);
  EXPECT_EQ(json.at("holes"), 2);
  EXPECT_EQ(json.at("mutants").size(), 5u);
  EXPECT_EQ(json.at("mutants").at(0).at("change"), "deleted");
  EXPECT_EQ(json.at("mutants").at(3).at("fate"), "survived");
}

}  // namespace
}  // namespace misfire
