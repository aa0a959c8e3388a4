// The program itself: exit codes, forms of output, and what HAProxy says of the corpus.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <nlohmann/json.hpp>

#include "base/files.hpp"
#include "base/process.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

const fs::path kCorpus = fs::path(kSourceDir) / "tests/audit/corpus/haproxy";

ToolRun audit_says(std::vector<std::string> args) {
  args.insert(args.begin(), {std::string(kBinDir) + "/misfire", "audit"});
  const auto run = run_tool(args, std::chrono::seconds(60), kCorpus);
  EXPECT_TRUE(run) << to_string(run.error());
  return run.value_or(ToolRun{});
}

TEST(AuditCommand, ExitCodesAreForScripts) {
  EXPECT_EQ(audit_says({"sound.cfg"}).exit_code, 0);
  EXPECT_EQ(audit_says({"february.cfg"}).exit_code, 1);
  EXPECT_EQ(audit_says({"february.cfg", "--fail-on", "error"}).exit_code, 0);
  EXPECT_EQ(audit_says({"february.cfg", "--fail-on", "never"}).exit_code, 0);
  EXPECT_EQ(audit_says({"none.cfg"}).exit_code, 2);
  EXPECT_EQ(audit_says({}).exit_code, 2);
  EXPECT_EQ(audit_says({"sound.cfg", "--kind", "apache"}).exit_code, 2);
}

TEST(AuditCommand, TextHasPlaceRuleAndUnderline) {
  const std::string said = audit_says({"february.cfg", "--severity", "warning"}).output;
  EXPECT_NE(said.find("february.cfg:31:32: warning: \"auth1\" gets 80 % of the traffic of backend "
                      "\"auth\""),
            std::string::npos)
      << said;
  EXPECT_NE(said.find("[haproxy/weights-out-of-proportion]"), std::string::npos);
  EXPECT_NE(said.find("   31 |     server auth1 10.3.0.1:9001 weight 200 check"),
            std::string::npos);
  EXPECT_NE(said.find("\n      |                                ^~~~~~~~~~\n"), std::string::npos)
      << said;
  EXPECT_NE(said.find("1 file: 0 errors, 1 warning, "), std::string::npos) << said;
}

TEST(AuditCommand, MistakesNameTheNearestWord) {
  EXPECT_NE(audit_says({"--explain", "haproxy/no-chek"}).output.find("haproxy/no-check"),
            std::string::npos);
  EXPECT_NE(audit_says({"x", "--fail-on", "warnin"}).output.find("warning"), std::string::npos);
}

TEST(AuditCommand, JsonAndSarifAreJson) {
  for (const char* form : {"--json", "--sarif"}) {
    const ToolRun run = audit_says({".", form, "--fail-on", "never"});
    EXPECT_EQ(run.exit_code, 0);
    EXPECT_FALSE(nlohmann::json::parse(run.output, nullptr, false).is_discarded()) << form;
  }
}

TEST(AuditCommand, AllOfARulesPageIsExplained) {
  const std::string said = audit_says({"--explain", "haproxy/weights-out-of-proportion"}).output;
  for (const char* part : {"why", "seen in", "18 February 2024", "what to do", "instead of"}) {
    EXPECT_NE(said.find(part), std::string::npos) << part;
  }
}

/// HAProxy's own opinion, with files that are not there taken for granted.
TEST(HaproxyCorpusReal, MostOfItIsAcceptedByHaproxyItself) {
  const auto haproxy = find_program("haproxy", "haproxy");
  if (!haproxy) GTEST_SKIP() << to_string(haproxy.error());
  int accepted = 0, files = 0;
  for (const auto& entry : fs::directory_iterator(kCorpus)) {
    ++files;
    const auto run = run_tool({haproxy->string(), "-c", "-f", entry.path().string()},
                              std::chrono::seconds(30), kCorpus);
    ASSERT_TRUE(run);
    if (run->exit_code == 0) ++accepted;
  }
  fmt::print("haproxy -c accepts {} of {} configurations\n", accepted, files);
  EXPECT_GE(accepted * 10, files * 6);
}

}  // namespace
}  // namespace misfire
