// A suite under rules that look like monitoring: what its review says, at the end and again.
#include <gmock/gmock.h>

#include "integration/misfire_program.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using Json = nlohmann::json;

const Json& named(const Json& list, const char* key, const std::string& name) {
  static const Json none = Json::object();
  for (const Json& one : list) {
    if (one.at(key) == name) return one;
  }
  ADD_FAILURE() << name << " is not in " << list.dump(2);
  return none;
}

std::string cell(const Json& review, const std::string& alert, const std::string& scenario) {
  const Json& row = named(review.at("alerts"), "alert", alert);
  return named(row.at("cells"), "scenario", scenario).at("cell");
}

fs::path suite_folder(const fs::path& reports) {
  for (const auto& entry : fs::directory_iterator(reports)) {
    if (fs::exists(entry.path() / "suite.json")) return entry.path();
  }
  ADD_FAILURE() << "no suite in " << reports;
  return {};
}

TEST(Review, OfPoorRulesShowsTheirHoles) {
  const Scratch scratch;
  const fs::path reports = scratch.path() / "reports";
  const Said said = misfire_says(
      {"run", library("weights/feb-18.toml").string(), library("weights/feb-18-twin.toml").string(),
       library("stressors/crashed-backend.toml").string(),
       library("metrics/metrics-gone.toml").string(), "--system",
       (fs::path(kSourceDir) / "fixtures/poor.toml").string(), "--speed", "30", "--retry-invalid",
       "3", "--reports", reports.string(), "--json"});
  EXPECT_EQ(said.exit_code, 1) << said.text;
  // Somebody was paged on 18 February, so that the plain share looks like something; nobody could
  // have told it from anything else.
  EXPECT_THAT(said.text,
              AllOf(HasSubstr("caught           1 of 2 harmful scenarios (50 %)"),
                    HasSubstr("discriminating   0 of 2 harmful scenarios (0 %)"),
                    HasSubstr("nobody noticed   metrics-gone: "),
                    HasSubstr("false page       ServerDown: in crashed-backend"),
                    HasSubstr("untested         NobodyLogsIn: the users of a run never stop")));

  const fs::path folder = suite_folder(reports);
  const auto text = read_file(folder / "review.json");
  ASSERT_TRUE(text);
  const Json review = Json::parse(*text);
  EXPECT_EQ(cell(review, "ServerErrorsHigh", "feb-18-weight-skew"), "caught in time");
  EXPECT_EQ(cell(review, "ServerDown", "crashed-backend"), "false page");
  EXPECT_EQ(cell(review, "BalancerRestarted", "feb-18-weight-skew-twin"), "false page")
      << "every deployment pages";
  EXPECT_EQ(review.at("headline").at("unnoticed"), 1);
  EXPECT_GT(review.at("headline").at("on_in_twins"), 0);
  EXPECT_EQ(named(review.at("scenarios"), "scenario", "metrics-gone").at("noticed"), false);
  const Json& times = named(review.at("alerts"), "alert", "ServerErrorsHigh").at("time_to_notify");
  EXPECT_GT(times.at("notified").at("median_s"), times.at("firing").at("median_s"));
  EXPECT_TRUE(fs::exists(folder / "review.md"));
  EXPECT_THAT(said.text, HasSubstr((folder / "suite.html").string() + "\n{\n")) << "the last line";
  const auto page = read_file(folder / "suite.html");
  ASSERT_TRUE(page);
  EXPECT_THAT(*page, HasSubstr("title=\"ServerDown in crashed-backend: false page\""));

  const Said again = misfire_says({"review", folder.string(), "--json"});
  EXPECT_EQ(again.exit_code, 0) << again.text;
  EXPECT_EQ(again.suite, review) << "the saved runs say the same";
  EXPECT_THAT(again.text, HasSubstr("ServerErrorsHigh   ✓"));
}

TEST(Review, TellsWhatIsNoSuite) {
  const Scratch scratch;
  const Said said = misfire_says({"review", (scratch.path() / "nothing").string()});
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, HasSubstr("nothing"));
}

}  // namespace
}  // namespace misfire
