#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/process.hpp"
#include "monitor/monitor_fixture.hpp"
#include "monitor/render.hpp"
#include "monitor/scratch_folder.hpp"
#include "monitor/yaml_tree.hpp"

namespace misfire {
namespace {

using testing::HasSubstr;

std::string timeout_of(const RenderedBlackbox& r, const std::string& module) {
  return parse_yaml(r.files.at("blackbox.yml"), "b")->find("modules")->find(module)->get("timeout");
}

TEST(RenderBlackbox, TheExporterAcceptsTheFixtures) {
  for (const System& system : {fixture_system(), renamed_system()}) {
    const auto r = render_blackbox(system, 30);
    ASSERT_TRUE(r);
    const ScratchFolder folder;
    folder.write("blackbox.yml", r->files.at("blackbox.yml"));
    std::vector<std::string> argv = {find_program("prometheus-blackbox-exporter").value().string(),
                                     "--config.check"};
    argv.insert(argv.end(), r->flags.begin(), r->flags.end());
    const auto run = run_tool(argv, std::chrono::seconds(20), folder.path);
    ASSERT_TRUE(run);
    EXPECT_EQ(run->exit_code, 0) << run->output;
  }
}

TEST(RenderBlackbox, NoModuleLeavesTheMachine) {
  ScratchFolder folder;
  folder.write("b.yml",
               "modules:\n  sso:\n    prober: http\n    http:\n      proxy_url: "
               "http://proxy.example.com:3128\n      oauth2: {token_url: "
               "https://sso.example.com/token}\n      follow_redirects: true\n"
               "  plain: {prober: http}\n");
  System system;
  system.monitoring.blackbox = folder.path / "b.yml";
  const auto r = render_blackbox(system, 30);
  ASSERT_TRUE(r);
  const std::string& text = r->files.at("blackbox.yml");
  EXPECT_THAT(text, testing::Not(HasSubstr("example.com")));
  EXPECT_THAT(text, testing::Not(HasSubstr("follow_redirects: true")));
  const auto modules = parse_yaml(text, "b");
  for (const char* name : {"sso", "plain"}) {
    const YamlTree* http = modules->find("modules")->find(name)->find("http");
    ASSERT_NE(http, nullptr) << text;
    EXPECT_EQ(http->get("follow_redirects"), "false");
  }
}

TEST(RenderBlackbox, EveryModuleHasAScaledTimeoutWithAFloor) {
  ScratchFolder folder;
  folder.write("b.yml",
               "modules:\n  long: {prober: http, timeout: 30s}\n  none: {prober: tcp}\n"
               "  short: {prober: tcp, timeout: 100ms}\n");
  System system;
  system.monitoring.blackbox = folder.path / "b.yml";
  const auto r = render_blackbox(system, 30);
  ASSERT_TRUE(r);
  EXPECT_EQ(timeout_of(*r, "long"), "1000ms");
  EXPECT_EQ(timeout_of(*r, "none"), "333ms");
  EXPECT_EQ(timeout_of(*r, "short"), "100ms");  // never longer than the user's
  EXPECT_EQ(timeout_of(render_blackbox(system, 60).value(), "none"), "200ms");
  EXPECT_THAT(r->flags, testing::Contains("--timeout-offset=0"));
  EXPECT_EQ(timeout_of(render_blackbox(system, 1).value(), "long"), "30000ms");
}

TEST(RenderBlackbox, AProbeWithoutModulesIsAMistake) {
  System system;
  EXPECT_TRUE(render_blackbox(system, 30)->files.empty());
  system.monitoring.jobs = {{"probe", JobRole::probe}};
  const auto r = render_blackbox(system, 30);
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error()[0].code, ErrorCode::usage);
  EXPECT_THAT(r.error()[0].message, HasSubstr("\"probe\""));
}

TEST(RenderBlackbox, MistakesHaveAPlace) {
  ScratchFolder folder;
  folder.write("b.yml", "modules:\n  m: {prober: http, timeout: 5 s}\n");
  System system;
  system.monitoring.blackbox = folder.path / "b.yml";
  const auto r = render_blackbox(system, 30);
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error()[0].where, (Position{(folder.path / "b.yml").string(), 2, 30}));
}

TEST(RenderBlackbox, WhatIsNoMapCannotBeAModule) {
  ScratchFolder folder;
  folder.write("b.yml", "modules:\n  a: [200]\n  b: {prober: http, http: x}\n  c:\n");
  System system;
  system.monitoring.blackbox = folder.path / "b.yml";
  const auto r = render_blackbox(system, 30);
  ASSERT_FALSE(r);
  ASSERT_EQ(r.error().size(), 2u);
  EXPECT_EQ(r.error()[0].message, "blackbox module \"a\" must be a map");
  EXPECT_EQ(r.error()[0].where, (Position{(folder.path / "b.yml").string(), 2, 6}));
  EXPECT_EQ(r.error()[1].message, "blackbox module \"b\": http must be a map");
}

}  // namespace
}  // namespace misfire
