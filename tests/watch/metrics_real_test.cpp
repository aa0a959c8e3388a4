// Prometheus's own tools on what a watch serves and ships: metrics, rules, and the rules' tests;
// and systemd's on the unit.
#include <gtest/gtest.h>

#include "base/process.hpp"
#include "metrics_status.hpp"
#include "paths.hpp"
#include "program.hpp"

namespace misfire::watch {
namespace {

using namespace std::chrono_literals;

const fs::path kDocs = fs::path(kSourceDir) / "docs/watch";

std::string promtool(std::vector<std::string> args, const fs::path& folder = {}) {
  args.insert(args.begin(), find_program("promtool", "prometheus").value().string());
  const auto run = run_tool(args, 60s, folder);
  if (!run) return to_string(run.error());
  return run->exit_code == 0 ? "fine" : run->output;
}

TEST(WatchMetrics, ArePrometheussTextFormatByItsConventions) {
  Folder folder;
  for (const Status& status : {busy_status(), Status{}}) {
    // promtool reads standard input alone; the program that feeds it is a test's.
    ASSERT_TRUE(write_file(folder / "metrics", metrics_text(status)));
    const auto run = run_tool(
        {find_program("python3").value().string(), "-c",
         "import subprocess, sys\n"
         "sys.exit(subprocess.run([sys.argv[1], 'check', 'metrics'],"
         " stdin=open(sys.argv[2])).returncode)",
         find_program("promtool", "prometheus").value().string(), (folder / "metrics").string()},
        60s);
    ASSERT_TRUE(run) << to_string(run.error());
    EXPECT_EQ(run->exit_code, 0) << run->output << metrics_text(status);
  }
}

TEST(WatchRules, AreSound) {
  EXPECT_EQ(promtool({"check", "rules", (kDocs / "misfire-watch-rules.yml").string()}), "fine");
}

TEST(WatchRules, FireWhenTheyShallAndNotBefore) {
  EXPECT_EQ(promtool({"test", "rules", "rules_test.yml"}, fs::path(kSourceDir) / "tests/watch"),
            "fine");
}

TEST(WatchUnit, IsOneThatSystemdUnderstands) {
  const auto systemd = find_program("systemd-analyze");
  if (!systemd) GTEST_SKIP() << systemd.error().message;
  Folder folder;
  // The program need not be installed where the test runs.
  std::string unit = read_file(kDocs / "misfire-watch.service").value();
  const std::string program = "/usr/local/bin/misfire";
  ASSERT_NE(unit.find(program), std::string::npos);
  unit.replace(unit.find(program), program.size(), "/bin/true");
  ASSERT_TRUE(write_file(folder / "misfire-watch.service", unit));
  const auto run = run_tool(
      {systemd->string(), "verify", "--man=no", (folder / "misfire-watch.service").string()}, 60s);
  ASSERT_TRUE(run) << to_string(run.error());
  EXPECT_EQ(run->output.find("misfire-watch.service:"), std::string::npos) << run->output;
}

}  // namespace
}  // namespace misfire::watch
