// misfire init, then misfire run, in folders as teams have them: their files are tested.
#include <gmock/gmock.h>
#include <unistd.h>

#include "integration/misfire_program.hpp"

namespace misfire {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// A copy of one of the folders of tests/init, in which misfire is run as by its owner.
class Init : public ::testing::Test {
 protected:
  void enter(const std::string& name) {
    folder_ = scratch_.path() / name;
    fs::copy(fs::path(kSourceDir) / "tests/init" / name, folder_, fs::copy_options::recursive);
    if (before_.empty()) before_ = fs::current_path();
    fs::current_path(folder_);
  }
  ~Init() override {
    if (!before_.empty()) fs::current_path(before_);
  }
  /// `misfire run` of a scenario that init wrote; again where the machine was too busy.
  static Said run(const std::string& scenario) {
    return misfire_says({"run", "misfire/scenarios/" + scenario, "--speed", "20", "--json",
                         "--retry-invalid", "2"});
  }

  Scratch scratch_;
  fs::path folder_, before_;
};

TEST_F(Init, AHaproxyRepositoryIsTestedByItsOwnAlerts) {
  enter("haproxy");
  const Said init = misfire_says({"init"});
  ASSERT_EQ(init.exit_code, 0) << init.text;
  EXPECT_THAT(init.text, AllOf(HasSubstr("be_identity"), HasSubstr("misfire/system.toml")));
  EXPECT_TRUE(fs::exists("misfire/schema/scenario.schema.json")) << "for editors";
  const Said check = misfire_says({"check"});
  EXPECT_EQ(check.exit_code, 0) << check.text;
  const Said said = run("weights-skew.toml");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_EQ(said.run().at("verdict"), "pass");
  EXPECT_EQ(said.run().at("system"), "misfire/system.toml");
  EXPECT_THAT(said.text, HasSubstr("EdgeBackendErrorRatio notified to identity-opsgenie"));
}

TEST_F(Init, AnNginxRepositoryIsTestedByItsOwnAlerts) {
  enter("nginx");
  ASSERT_EQ(misfire_says({"init"}).exit_code, 0);
  const Said said = run("one-server-hash.toml");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_EQ(said.run().at("verdict"), "pass");
  EXPECT_THAT(said.text, HasSubstr("SsoLoginsFail notified to pagerduty-iam"));
}

TEST_F(Init, AComposeRepositoryIsTestedAsItsContainersHaveItsFiles) {
  enter("compose");
  const Said init = misfire_says({"init"});
  ASSERT_EQ(init.exit_code, 0) << init.text;
  EXPECT_THAT(init.text, AllOf(HasSubstr("edge of compose.yaml"), HasSubstr("login-1, login-2")));
  const Said check = misfire_says({"check"});
  EXPECT_EQ(check.exit_code, 0) << check.text;
  const Said said = run("weights-skew.toml");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_EQ(said.run().at("verdict"), "pass");
  EXPECT_THAT(said.text, HasSubstr("MembersCannotLogIn notified to webmaster-pager"));
}

TEST_F(Init, AKubernetesRepositoryIsTestedByCopiesOfItsConfigMaps) {
  enter("kubernetes");
  const Said init = misfire_says({"init"});
  ASSERT_EQ(init.exit_code, 0) << init.text;
  EXPECT_THAT(init.text, AllOf(HasSubstr("the ConfigMap edge of deploy/edge.yaml:1"),
                               HasSubstr("misfire init --copies")));
  const Said check = misfire_says({"check"});
  EXPECT_EQ(check.exit_code, 0) << check.text;
  const Said said = run("weights-skew.toml");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_EQ(said.run().at("verdict"), "pass");
  EXPECT_THAT(said.text, HasSubstr("SessionsFail notified to identity-opsgenie"));
}

TEST_F(Init, CopiesAreMadeAnewAndTheSystemFileStays) {
  enter("kubernetes");
  ASSERT_EQ(misfire_says({"init"}).exit_code, 0);
  replace_in("misfire/system.toml", "count = 3", "count = 2");
  replace_in("deploy/edge.yaml", "maxconn 400", "maxconn 500");
  const Said again = misfire_says({"init"});
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_THAT(again.text, HasSubstr("misfire/copies is there already"));
  const Said dry = misfire_says({"init", "--copies", "--dry-run"});
  EXPECT_EQ(dry.exit_code, 0) << dry.text;
  EXPECT_THAT(dry.text, HasSubstr("maxconn 500"));
  EXPECT_THAT(*read_file("misfire/copies/deploy/edge.yaml/edge/haproxy.cfg"),
              HasSubstr("maxconn 400"));
  const Said copies = misfire_says({"init", "--copies"});
  EXPECT_EQ(copies.exit_code, 0) << copies.text;
  EXPECT_THAT(*read_file("misfire/copies/deploy/edge.yaml/edge/haproxy.cfg"),
              HasSubstr("maxconn 500"));
  EXPECT_THAT(*read_file("misfire/system.toml"), HasSubstr("count = 2"));
  enter("haproxy");
  EXPECT_EQ(misfire_says({"init", "--copies"}).exit_code, 2) << "there is nothing to copy";
}

TEST_F(Init, WhatStandsInASecretIsNotPrinted) {
  enter("kubernetes");
  replace_in("deploy/edge.yaml", "kind: ConfigMap", "kind: Secret");
  replace_in("deploy/edge.yaml", "\ndata:\n", "\nstringData:\n");
  replace_in("deploy/edge.yaml", "configMap: {name: edge}", "secret: {secretName: edge}");
  const Said dry = misfire_says({"init", "--dry-run"});
  EXPECT_EQ(dry.exit_code, 0) << dry.text;
  EXPECT_THAT(dry.text, HasSubstr("# withheld: it is of the Secret edge of deploy/edge.yaml:1"));
  EXPECT_THAT(dry.text, Not(HasSubstr("parse-resolv-conf")));
  ASSERT_EQ(misfire_says({"init"}).exit_code, 0);
  EXPECT_THAT(*read_file("misfire/copies/deploy/edge.yaml/edge/haproxy.cfg"),
              HasSubstr("parse-resolv-conf"));
}

TEST_F(Init, NothingIsOverwrittenUnasked) {
  enter("haproxy");
  const Said dry = misfire_says({"init", "--dry-run"});
  EXPECT_EQ(dry.exit_code, 0);
  EXPECT_THAT(dry.text, HasSubstr("[balancer]"));
  EXPECT_FALSE(fs::exists("misfire"));
  ASSERT_EQ(misfire_says({"init"}).exit_code, 0);
  replace_in("misfire/system.toml", "count = 4", "count = 5");
  const Said again = misfire_says({"init"});
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_THAT(again.text,
              AllOf(HasSubstr("misfire/system.toml is there already"), HasSubstr("--force")));
  EXPECT_THAT(*read_file("misfire/system.toml"), HasSubstr("count = 5"));
  EXPECT_EQ(misfire_says({"init", "--force"}).exit_code, 0);
  EXPECT_THAT(*read_file("misfire/system.toml"), HasSubstr("count = 4"));
}

TEST_F(Init, AFolderWithoutConfigurationsIsTold) {
  const Said said = misfire_says({"init", scratch_.path().string()});
  EXPECT_EQ(said.exit_code, 2);
  EXPECT_THAT(said.text, AllOf(HasSubstr("there is no configuration of HAProxy or nginx"),
                               HasSubstr("looked for a YAML file with scrape_configs"),
                               HasSubstr("looked for a YAML file with route and receivers")));
}

}  // namespace
}  // namespace misfire
