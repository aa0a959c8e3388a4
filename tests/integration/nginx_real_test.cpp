// The main path with nginx instead of HAProxy: its exporter and mtail tell what happens.
#include <gmock/gmock.h>

#include "integration/replay_comparison.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

const fs::path kSystem = fs::path(kSourceDir) / "fixtures/nginx.toml";

TEST(Nginx, FebruaryOutageIsNoticedByTheRightPeopleAsWithHaproxy) {
  const Scratch scratch;
  const Said said =
      misfire_says({"run", library("weights/feb-18.toml").string(), "--system",
                    (fs::path(kSourceDir) / "fixtures/system.toml").string(), "--system",
                    kSystem.string(), "--speed", "30", "--jobs", "2", "--retry-invalid", "2",
                    "--json", "--reports", (scratch.path() / "reports").string()});
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_THAT(said.text, HasSubstr("network told  blamed"));
  EXPECT_THAT(said.text, ::testing::ContainsRegex("haproxy +pass .* load-balancer"));
  EXPECT_THAT(said.text, ::testing::ContainsRegex("nginx +pass .* load-balancer"));
  ASSERT_EQ(said.suite.at("runs").size(), 2u);
  const auto& run = said.suite.at("runs").at(1);
  EXPECT_EQ(run.at("verdict"), "pass");
  EXPECT_EQ(run.at("system"), kSystem.string());
  EXPECT_EQ(run.at("balancer"), "nginx");
  EXPECT_GE(run.at("impact").at("failed_ratio").get<double>(), 0.25);
  EXPECT_LE(run.at("impact").at("failed_ratio").get<double>(), 0.35);
  EXPECT_TRUE(run.at("restoration").at("identical").get<bool>());
  std::vector<std::string> met;
  for (const auto& alert : run.at("alerts")) {
    if (alert.at("met") == true) met.push_back(alert.at("name"));
  }
  EXPECT_THAT(met, ::testing::IsSupersetOf({"LoginFailureRatioHigh", "TrafficImbalance"}));
  for (const char* program : {"nginx", "nginx_exporter", "mtail"}) {
    EXPECT_TRUE(run.at("versions").contains(program)) << run.at("versions").dump();
  }
}

TEST(Nginx, AReloadOfTheUnchangedFilePagesNobody) {
  const Scratch scratch;
  const Said said = run_at_30(scratch, library("weights/feb-18-twin.toml"), kSystem);
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_EQ(said.run().at("verdict"), "pass");
}

TEST(Nginx, WhatItDoesNotHaveIsUnsupported) {
  const Scratch scratch;
  fs::copy_file(library("weights/feb-18.toml"), scratch.path() / "drained.toml");
  replace_in(scratch.path() / "drained.toml", "others = 25", "others = 0");
  const Said said = run_at_30(scratch, scratch.path() / "drained.toml", kSystem);
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_EQ(said.run().at("verdict"), "unsupported");
  EXPECT_THAT(said.reasons(), HasSubstr("begin at 1"));
}

}  // namespace
}  // namespace misfire
