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

struct Demanding {
  RenderedBlackbox rendered;
  YamlTree http;
};

/// A module with these options, as it is in a stack.
Demanding demanding(const std::string& options, bool own = false,
                    const std::string& prober = "http") {
  ScratchFolder folder;
  folder.write("b.yml",
               "modules:\n  m:\n    prober: " + prober + "\n    " + prober + ": " + options + "\n");
  System system;
  system.monitoring.blackbox = folder.path / "b.yml";
  if (own) system.backends.own.emplace();
  auto r = render_blackbox(system, 30);
  EXPECT_TRUE(r);
  const auto tree = parse_yaml(r->files.at("blackbox.yml"), "b");
  YamlTree http = *tree->find("modules")->find("m")->find(prober);
  return {std::move(*r), std::move(http)};
}

TEST(RenderBlackbox, AProbeDoesNotDemandTlsWhereTheStackSpeaksNone) {
  const Demanding it = demanding("{fail_if_not_ssl: true, valid_http_versions: [HTTP/2.0]}");
  EXPECT_EQ(it.http.find("fail_if_not_ssl"), nullptr);
  EXPECT_EQ(it.http.find("valid_http_versions"), nullptr);
  EXPECT_THAT(it.rendered.changes,
              testing::Contains("blackbox module \"m\": without fail_if_not_ssl: the stack speaks "
                                "plain HTTP"));
  const Demanding tcp = demanding("{tls: true, query_response: [{starttls: true}]}", false, "tcp");
  EXPECT_EQ(tcp.http.find("tls"), nullptr);
  EXPECT_EQ(tcp.http.find("query_response"), nullptr);
}

TEST(RenderBlackbox, AProbeDemandsNoWordsThatOnlyProductionSays) {
  const std::string options =
      "{fail_if_body_not_matches_regexp: [UP], fail_if_header_not_matches: [{header: Server, "
      "regexp: acme}], valid_status_codes: [204], follow_redirects: false}";
  const Demanding it = demanding(options);
  EXPECT_EQ(it.http.find("fail_if_body_not_matches_regexp")->items.at(0).text, R"("status":"ok")")
      << "an error page with the status 200 does not do";
  EXPECT_EQ(it.http.find("fail_if_header_not_matches"), nullptr);
  EXPECT_EQ(it.http.find("valid_status_codes"), nullptr);
  const Demanding own = demanding(options, true);
  for (const char* key :
       {"fail_if_body_not_matches_regexp", "fail_if_header_not_matches", "valid_status_codes"}) {
    EXPECT_NE(own.http.find(key), nullptr) << key << ": their own service says what it always does";
  }
  const Demanding met = demanding("{fail_if_body_not_matches_regexp: ['\"status\":\\s*\"ok\"']}");
  EXPECT_NE(met.http.find("fail_if_body_not_matches_regexp"), nullptr);
}

TEST(RenderBlackbox, ARedirectThatProductionFollowsIsAGoodAnswer) {
  const std::string codes =
      emit_yaml(*demanding("{valid_status_codes: [200]}").http.find("valid_status_codes"));
  EXPECT_THAT(codes, HasSubstr("200"));
  EXPECT_THAT(codes, HasSubstr("302"));
  EXPECT_EQ(demanding("{follow_redirects: false}").http.find("valid_status_codes"), nullptr);
}

TEST(RenderBlackbox, ALoginOfAProbeUsesTheAccountThatTheStackHas) {
  const Demanding it = demanding("{method: POST, body: 'u=synthetic&p=hunter2'}");
  EXPECT_THAT(it.http.get("body"), HasSubstr("probe-of-the-fixtures"));
  const Demanding refused =
      demanding("{method: POST, body: 'u=nobody', valid_status_codes: [403]}");
  EXPECT_EQ(refused.http.get("body"), "u=nobody");
  EXPECT_THAT(emit_yaml(*refused.http.find("valid_status_codes")), HasSubstr("401"));
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
