// What SARIF 2.1.0 demands of these objects (OASIS Standard, sections 3.13 to 3.55), and what code
// scanning services ask for beyond it.
#include "audit/sarif.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "audit/catalogue.hpp"

namespace misfire {
namespace {

using Json = nlohmann::json;

Audit example() {
  Audit audit;
  audit.files = {{"conf dir/ha#1.cfg", FileKind::haproxy, "ä server x\nserver y\nserver x\n"}};
  const auto at = [&](int line, int column, int end, const char* rule) {
    return Finding{
        rule, Severity::warning, {{"conf dir/ha#1.cfg", line, column}, end, "what is wrong"}};
  };
  audit.findings = {at(1, 4, 10, "haproxy/no-check"), at(2, 1, 0, "haproxy/no-check"),
                    at(3, 1, 0, "haproxy/fall-one")};
  audit.findings[1].suppressed = "because";
  return audit;
}

Json made(const Audit& audit) {
  return Json::parse(sarif(audit, rule_docs(), "1.2.3"));
}

TEST(Sarif, IsOneRunOfANamedTool) {
  const Json log = made(example());
  EXPECT_EQ(log.at("version"), "2.1.0");
  EXPECT_TRUE(log.at("$schema").get<std::string>().starts_with("https://"));
  ASSERT_EQ(log.at("runs").size(), 1u);
  const Json& run = log["runs"][0];
  EXPECT_EQ(run.at("tool").at("driver").at("name"), "misfire");
  EXPECT_EQ(run["tool"]["driver"].at("semanticVersion"), "1.2.3");
  EXPECT_EQ(run.at("columnKind"), "utf16CodeUnits");
  EXPECT_TRUE(run.at("invocations").at(0).at("executionSuccessful").get<bool>());
}

TEST(Sarif, EveryRuleHasWhatServicesShow) {
  const Json log = made(example());
  const Json& rules = log["runs"][0]["tool"]["driver"]["rules"];
  EXPECT_EQ(rules.size(), rule_docs().size());
  std::set<std::string> ids;
  for (const Json& rule : rules) {
    EXPECT_TRUE(ids.insert(rule.at("id")).second);
    for (const char* text : {"shortDescription", "fullDescription", "help"}) {
      EXPECT_FALSE(rule.at(text).at("text").get<std::string>().empty());
    }
    EXPECT_FALSE(rule.at("help").at("markdown").get<std::string>().empty());
    const std::set<std::string> levels = {"error", "warning", "note"};
    EXPECT_TRUE(levels.contains(rule.at("defaultConfiguration").at("level")));
    EXPECT_LE(rule.at("properties").at("tags").size(), 20u);  // GitHub's limit
  }
}

TEST(Sarif, ResultsPointAtRuleArtifactAndRegion) {
  const Json log = made(example());
  const Json& run = log["runs"][0];
  ASSERT_EQ(run.at("results").size(), 3u);
  for (const Json& result : run["results"]) {
    const std::size_t rule = result.at("ruleIndex");
    EXPECT_EQ(run["tool"]["driver"]["rules"].at(rule)["id"], result.at("ruleId"));
    EXPECT_EQ(result.at("message").at("text"), "what is wrong");
    const Json& place = result.at("locations").at(0).at("physicalLocation");
    const std::size_t artifact = place.at("artifactLocation").at("index");
    EXPECT_EQ(run.at("artifacts").at(artifact)["location"]["uri"],
              place["artifactLocation"]["uri"]);
    EXPECT_EQ(place["artifactLocation"]["uri"], "conf%20dir/ha%231.cfg");
    EXPECT_TRUE(run.at("originalUriBaseIds").contains(place["artifactLocation"]["uriBaseId"]));
  }
  const Json& region = run["results"][0]["locations"][0]["physicalLocation"]["region"];
  EXPECT_EQ(region.at("startLine"), 1);
  EXPECT_EQ(region.at("startColumn"), 3);  // byte 4 behind an umlaut
  EXPECT_EQ(region.at("endColumn"), 9);
  EXPECT_EQ(run["results"][1]["locations"][0]["physicalLocation"]["region"].at("endColumn"), 9);
}

TEST(Sarif, SuppressionsAreInTheSourceWithTheirReason) {
  const Json log = made(example());
  const Json& results = log["runs"][0]["results"];
  EXPECT_FALSE(results[0].contains("suppressions"));
  EXPECT_EQ(results[1].at("suppressions").at(0),
            Json({{"kind", "inSource"}, {"justification", "because"}}));
}

TEST(Sarif, FingerprintsTellFindingsApartAndStayWhenLinesMove) {
  Audit moved = example();
  moved.files[0].text = "\n# new\n" + moved.files[0].text;
  for (Finding& finding : moved.findings) finding.place.where.line += 2;
  const auto prints = [](const Audit& audit) {
    std::vector<std::string> all;
    const Json log = made(audit);
    for (const Json& result : log["runs"][0]["results"]) {
      all.push_back(result.at("partialFingerprints").at("primaryLocationLineHash"));
    }
    return all;
  };
  const auto before = prints(example());
  EXPECT_EQ(before, prints(moved));
  EXPECT_EQ(std::set<std::string>(before.begin(), before.end()).size(), 3u);
}

TEST(Sarif, AbsolutePathsAreFileUris) {
  Audit audit = example();
  audit.files[0].name = "/etc/haproxy/a b.cfg";
  for (Finding& finding : audit.findings) finding.place.where.file = audit.files[0].name;
  const Json log = made(audit);
  const Json& place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "file:///etc/haproxy/a%20b.cfg");
  EXPECT_FALSE(place["artifactLocation"].contains("uriBaseId"));
}

TEST(Sarif, NoMoreResultsThanServicesTakeAndTheMostSevereOnes) {
  Audit audit = example();
  Finding finding = audit.findings[0];
  finding.severity = Severity::note;
  audit.findings.assign(4, finding);
  audit.findings.back().severity = Severity::error;
  const Json log = Json::parse(sarif(audit, rule_docs(), "1.2.3", 3));
  const Json& run = log["runs"][0];
  EXPECT_EQ(run["results"].size(), 3u);
  EXPECT_EQ(run["results"][0]["level"], "error");
  EXPECT_EQ(run["invocations"][0]["toolExecutionNotifications"].size(), 1u);
}

TEST(Sarif, BytesThatAreNoUtf8DoNotBreakIt) {
  Audit audit = example();
  audit.findings[0].place.message = "caf\xE9";
  EXPECT_FALSE(made(audit).empty());
}

}  // namespace
}  // namespace misfire
