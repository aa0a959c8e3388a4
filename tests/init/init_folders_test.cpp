// The folders beside this file, as teams would have them: what is made of each, and that it is a
// system file and scenarios without mistakes.
#include <gmock/gmock.h>

#include <sstream>

#include "init/editor_schemas.hpp"
#include "init/first_files.hpp"
#include "init/told.hpp"
#include "paths.hpp"
#include "scenario/parse.hpp"

namespace misfire {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

fs::path folder(const std::string& name) {
  return fs::path(kSourceDir) / "tests/init" / name;
}

Guess guessed(const std::string& name) {
  const auto seen = survey(folder(name));
  if (!seen) throw std::logic_error(to_string(seen.error()));
  auto made = guess(*seen, folder(name));
  if (!made) throw std::logic_error(to_string(made.error().front()));
  return std::move(*made);
}

/// The system file as it would be read from its place.
System system_of(const std::string& name) {
  const auto files = first_files(guessed(name), folder(name));
  const auto standard = read_system(fs::path(kSourceDir) / "fixtures/system.toml");
  if (!standard) throw std::logic_error(to_string(standard.error().front()));
  const auto system =
      parse_system(files.at(kOwnSystem), (folder(name) / kOwnSystem).string(), *standard);
  if (!system) throw std::logic_error(to_string(system.error().front()));
  return *system;
}

TEST(InitFolders, Haproxy) {
  const System system = system_of("haproxy");
  EXPECT_EQ(system.balancer.pool, "be_identity");
  EXPECT_EQ(system.balancer.config, folder("haproxy") / "edge/haproxy.cfg");
  EXPECT_EQ(system.backends.count, 4);
  EXPECT_EQ(system.login.path, "/api/identity/v2/token");
  EXPECT_THAT(system.monitoring.jobs, ElementsAre(Pair("edge", JobRole::balancer),
                                                  Pair("identity-service", JobRole::backends),
                                                  Pair("self", JobRole::prometheus)));
  EXPECT_THAT(system.monitoring.pages, ElementsAre(Pair("priority", ElementsAre("P1", "P0"))));
  EXPECT_THAT(system.monitoring.ignore, ElementsAre("DeadMansSwitch"));
  EXPECT_THAT(system.teams, ElementsAre(Pair("identity", ElementsAre("identity-opsgenie")),
                                        Pair("platform", ElementsAre("platform-opsgenie"))));
}

TEST(InitFolders, Nginx) {
  const System system = system_of("nginx");
  EXPECT_EQ(system.balancer.kind, "nginx");
  EXPECT_EQ(system.balancer.pool, "sso_nodes");
  EXPECT_EQ(system.backends.count, 3);
  EXPECT_EQ(system.login.path, "/login");
  EXPECT_EQ(system.login.host, "intranet.example.org");
  EXPECT_EQ(system.monitoring.alertmanager, folder("nginx") / "ops/alerts-routing.yml");
  EXPECT_EQ(system.monitoring.blackbox, folder("nginx") / "ops/blackbox.yml");
  EXPECT_THAT(system.monitoring.jobs,
              ElementsAre(Pair("http-checks", JobRole::probe), Pair("postgres", JobRole::store),
                          Pair("sso", JobRole::backends), Pair("web-proxy", JobRole::balancer)));
  EXPECT_THAT(system.teams, ElementsAre(Pair("iam", ElementsAre("pagerduty-iam"))));
}

TEST(InitFolders, Compose) {
  const Guess guess = guessed("compose");
  EXPECT_EQ(guess.pool.name, "members");
  EXPECT_EQ(guess.pool.login_path, "/members/session");
  const fs::path mounted = folder("compose") / "misfire/mounted/compose.yaml";
  EXPECT_EQ(guess.pool.file, mounted / "edge/etc/nginx/nginx.conf")
      << "the image's own, of which conf.d is mounted";
  EXPECT_EQ(guess.prometheus, mounted / "prometheus/etc/prometheus/prometheus.prod.yml")
      << "the command names it";
  EXPECT_EQ(guess.alertmanager, folder("compose") / "watch/routing.yml");
  EXPECT_EQ(guess.rules, 5u) << "where the container has them";
  ASSERT_TRUE(guess.own);
  EXPECT_THAT(guess.own->names, ElementsAre("login-1", "login-2", "login-3"));
  EXPECT_EQ(guess.own->image, "registry.example.org/club/login:3.4");
  EXPECT_THAT(guess.set_aside, Contains(folder("compose") / "watch/prometheus/prometheus.dev.yml"));
}

TEST(InitFolders, Kubernetes) {
  const Guess guess = guessed("kubernetes");
  const fs::path copies = folder("kubernetes") / "misfire/copies";
  EXPECT_EQ(guess.pool.name, "sessions");
  EXPECT_EQ(guess.pool.file, copies / "deploy/edge.yaml/edge/haproxy.cfg")
      << "what the Deployment mounts, not staging's";
  EXPECT_THAT(guess.variables.given, ElementsAre(Pair("EDGE_MAXCONN", "4000")));
  EXPECT_EQ(guess.prometheus, folder("kubernetes") /
                                  "misfire/mounted/monitoring/prometheus.yaml/prometheus"
                                  "/etc/prometheus/prometheus.yml");
  EXPECT_EQ(guess.rules, 3u);
  EXPECT_EQ(guess.alertmanager,
            copies / "monitoring/alertmanager.yaml/alertmanager/alertmanager.yml");
  ASSERT_TRUE(guess.own);
  EXPECT_EQ(guess.own->image, "registry.example.com/shop/session:5.1.2");
  EXPECT_THAT(guess.components.blamed, ElementsAre(Pair("load-balancer", testing::SizeIs(2))));
  EXPECT_THAT(guess.components.left, ElementsAre("SessionsFail")) << "it is what users see";
  EXPECT_THAT(guess.check,
              Contains(HasSubstr("also storefront, sessions of misfire/copies/overlays/staging/")));
}

TEST(InitFolders, WhatComposeFilesTellIsExplained) {
  const Guess guess = guessed("compose");
  const auto files = first_files(guess, folder("compose"));
  EXPECT_THAT(files.at(kOwnSystem),
              AllOf(HasSubstr("compose.yaml:7 runs that image\nconfig = "
                              "\"mounted/compose.yaml/edge/etc/nginx/nginx.conf\""),
                    HasSubstr("# They are login-1, login-2, login-3 of compose.yaml:22:\n"
                              "# image = \"registry.example.org/club/login:3.4\"\n# port = 8080"),
                    HasSubstr("# load-balancer = [\n#   'alertname=\"EdgeGone\"'"),
                    HasSubstr("# database = [\n#   'alertname=\"DatabaseConnections\"'")));
  const auto seen = survey(folder("compose"));
  EXPECT_THAT(guess_text(guess, *seen, folder("compose")),
              AllOf(HasSubstr("prometheus of compose.yaml:44 reads it as "
                              "/etc/prometheus/prometheus.prod.yml"),
                    HasSubstr("login-1, login-2, login-3"), HasSubstr("2 alerts are left"),
                    HasSubstr("nginx_up is the balancer's (watch/alerts/club.yml:9)")));
}

std::string first_scenario(const std::string& name, const std::string& file) {
  return first_files(guessed(name), folder(name)).at(kOwnScenarios + ("/" + file));
}

TEST(InitFolders, TheFirstFaultIsOneThatHarmsThisPool) {
  EXPECT_THAT(first_scenario("haproxy", "weights-skew.toml"), HasSubstr("inject = \"weights\""));
  EXPECT_THAT(first_scenario("nginx", "one-server-hash.toml"),
              HasSubstr("inject = \"one-server-hash\""))
      << "least_conn makes up for wrong weights";
}

TEST(InitFolders, EveryFileNamesItsSchemaWhichLiesThere) {
  const auto schemas = editor_schemas();
  for (const auto& [name, text] : first_files(guessed("haproxy"), folder("haproxy"))) {
    const std::string first = text.substr(0, text.find('\n'));
    ASSERT_TRUE(first.starts_with("#:schema ")) << name;
    const fs::path named =
        (fs::path(name).parent_path() / first.substr(std::string("#:schema ").size()))
            .lexically_normal();
    ASSERT_EQ(schemas.count(named.string()), 1u) << named;
    const bool is_system = name == kOwnSystem;
    EXPECT_THAT(schemas.at(named.string()), HasSubstr(is_system ? "\"balancer\"" : "\"fault\""));
  }
}

TEST(InitFolders, FilesThatBelongTogetherAreTakenTogether) {
  const fs::path root = fs::path(kSourceDir) / "fixtures";
  const auto seen = survey(root);
  ASSERT_TRUE(seen);
  const auto made = guess(*seen, root);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->pool.balancer, "nginx") << "of two equally likely the one that says more";
  EXPECT_EQ(made->prometheus, root / "monitoring/nginx/prometheus.yml");
  EXPECT_EQ(made->alertmanager, root / "monitoring/nginx/alertmanager.yml");
}

TEST(InitFolders, WhatIsToldNamesFilesReasonsAndWhatToCheck) {
  const Guess guess = guessed("haproxy");
  const auto seen = survey(folder("haproxy"));
  const std::string text = guess_text(guess, *seen, folder("haproxy"));
  for (const char* piece :
       {"edge/haproxy.cfg", "observability/prometheus/prometheus.yml", "be_identity, 4 servers",
        "/api/identity/v2/token", "node → left out", "EdgeBackendErrorRatio pages identity",
        "is \"be_identity\" the pool", "be_catalog"}) {
    EXPECT_THAT(text, HasSubstr(piece));
  }
}

TEST(InitFolders, NothingIsToldWithWhatWasLookedFor) {
  const auto made = guess(Survey{}, "/repo");
  ASSERT_FALSE(made);
  std::vector<std::string> texts;
  for (const Error& error : made.error()) texts.push_back(to_string(error));
  EXPECT_THAT(texts, ElementsAre(HasSubstr("no configuration of HAProxy or nginx below /repo"),
                                 HasSubstr("looked for a YAML file with scrape_configs"),
                                 HasSubstr("looked for a YAML file with route and receivers")));
}

// Whoever writes a repository's files must not write its system file, which names programs.
TEST(SystemText, NamesOfTheRepositoryStayInTheirCommentsAndValues) {
  const std::string hostile = "x\n\r\u2028[programs.haproxy]\npath = \"evil\"\n#'\"]\\";
  Guess guess;
  guess.pool.balancer = "haproxy";
  guess.pool.file = folder("haproxy") / "edge/haproxy.cfg";
  guess.pool.name = guess.pool.login_path = guess.pool.login_host = guess.pool.ready = hostile;
  guess.pool.why.push_back(hostile);
  guess.other_pools.push_back(guess.pool);
  guess.prometheus = folder("haproxy") / "observability/prometheus/prometheus.yml";
  guess.alertmanager = folder("haproxy") / "observability/alertmanager/alertmanager.yml";
  guess.about[guess.pool.file] = guess.about[guess.prometheus] = hostile;
  guess.own = OwnService{};
  guess.own->names.push_back(hostile);
  guess.own->image = guess.own->where = hostile;
  guess.variables.given[hostile] = hostile;
  guess.jobs.push_back({hostile, std::nullopt, hostile, {}});
  guess.jobs.push_back({hostile + "1", JobRole::balancer, hostile, {}});
  guess.jobs.back().labels[hostile].push_back(hostile);
  guess.people.pages[hostile].push_back(hostile);
  guess.people.teams[hostile].push_back(hostile);
  guess.people.why_pages = guess.people.why_teams = hostile;
  guess.people.ignore.push_back(hostile);
  guess.people.symptom_rule = guess.people.symptom_team = hostile;
  guess.components.blamed[hostile].push_back({hostile, hostile});
  for (const auto& [name, text] : first_files(guess, folder("haproxy"))) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_FALSE(line.starts_with("path = \"evil\"") || line.starts_with("[programs"))
          << name << "\n"
          << text;
      EXPECT_EQ(line.find('\r'), line.npos) << name;
    }
  }
}

TEST(TomlText, EscapesWhatTomlDoes) {
  EXPECT_EQ(toml_text("a\"b\\c\nd"), R"("a\"b\\c\u000Ad")");
}

}  // namespace
}  // namespace misfire
