#include <gmock/gmock.h>

#include <cstdlib>

#include "scenario_files.hpp"

namespace misfire {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A folder with the files that a system file names by default.
class ParseSystem : public testing::Test {
 protected:
  ParseSystem() {
    std::string folder = (fs::temp_directory_path() / "misfire-system-XXXXXX").string();
    folder_ = ::mkdtemp(folder.data());
    for (const char* file : {"lb/haproxy.cfg", "monitoring/prometheus.yml",
                             "monitoring/alertmanager.yml", "monitoring/blackbox.yml", "own.cfg"}) {
      fs::create_directories((folder_ / file).parent_path());
      EXPECT_TRUE(write_file(folder_ / file, "x"));
    }
  }
  ~ParseSystem() override { fs::remove_all(folder_); }

  std::string file() const { return (folder_ / "system.toml").string(); }
  System good(const std::string& toml) const {
    const auto system = parse_system(toml, file());
    if (!system) throw std::logic_error(to_string(system.error().front()));
    return *system;
  }
  /// Without the folder, so that messages can be compared.
  std::vector<std::string> mistakes(const std::string& toml) const {
    const auto system = parse_system(toml, file());
    if (system) return {};
    std::vector<std::string> texts = texts_of(system.error());
    const std::string prefix = folder_.string() + "/";
    for (std::string& text : texts) {
      for (auto at = text.find(prefix); at != text.npos; at = text.find(prefix)) {
        text.erase(at, prefix.size());
      }
    }
    return texts;
  }

  fs::path folder_;
};

TEST_F(ParseSystem, ReadsEveryKey) {
  const System s = good(R"(schema = 1
engine = "process"
[balancer]
kind = "haproxy"
config = "own.cfg"
pool = "login"
[backends]
count = 5
capacity = { workers = 4, service_time = "40ms", queue = 0 }
store = "sqlite"
[monitoring]
prometheus = "./own.cfg"
alertmanager = "monitoring/../own.cfg"
blackbox = "own.cfg"
jobs = { lb = "balancer", app = "backends", db = "store" }
pages = { urgency = "high", severity = ["page"] }
ignore = "AlwaysOn"
untested = { DiskFull = "nothing fills a disk" }
[teams]
auth = "a"
network = ["n1", "n2"]
[components]
load-balancer = ['alertname=~"HAProxy.+", severity="page"', 'subsystem="lb"']
[programs]
haproxy = { path = "haproxy-3", args = ["-q"] }
prometheus = { path = "./own.cfg" }
)");
  EXPECT_EQ(s.balancer.config, folder_ / "own.cfg");
  EXPECT_EQ(s.balancer.pool, "login");
  EXPECT_EQ(s.balancer.pool_where, (Position{file(), 6, 8}));
  EXPECT_EQ(s.backends.count, 5);
  EXPECT_DOUBLE_EQ(s.backends.capacity.per_second(), 100);
  EXPECT_EQ(s.monitoring.alertmanager, folder_ / "own.cfg");
  EXPECT_EQ(s.monitoring.jobs.at("db"), JobRole::store);
  EXPECT_EQ(s.monitoring.jobs.size(), 3u) << "jobs replace the default's, they do not add to them";
  EXPECT_THAT(s.monitoring.pages.at("urgency"), ElementsAre("high"));
  EXPECT_THAT(s.monitoring.ignore, ElementsAre("AlwaysOn"));
  EXPECT_EQ(s.monitoring.untested.at("DiskFull"), "nothing fills a disk");
  EXPECT_THAT(s.teams.at("network"), ElementsAre("n1", "n2"));
  EXPECT_EQ(s.teams.size(), 2u);
  ASSERT_EQ(s.components.at("load-balancer").size(), 2u);
  EXPECT_EQ(s.components.at("load-balancer")[0].size(), 2u);
  EXPECT_EQ(s.programs.at("haproxy").path, "haproxy-3") << "a bare name is looked up in PATH";
  EXPECT_EQ(s.programs.at("prometheus").path, folder_ / "own.cfg");
}

TEST_F(ParseSystem, TakesWhatIsLeftOutFromTheFixtures) {
  const System s = good("[backends]\ncount = 3\n");
  EXPECT_EQ(s.engine, "process");
  EXPECT_EQ(s.balancer.config, folder_ / "lb/haproxy.cfg");
  EXPECT_EQ(s.balancer.pool, "auth");
  EXPECT_DOUBLE_EQ(s.backends.capacity.per_second(), 150);
  EXPECT_EQ(s.monitoring.jobs.at("haproxy"), JobRole::balancer);
  EXPECT_THAT(s.monitoring.pages.at("severity"), ElementsAre("page", "critical"));
}

TEST_F(ParseSystem, TakesWhatIsLeftOutFromAnotherSystem) {
  System other = good("schema = 1");
  other.balancer.pool = "elsewhere";
  other.balancer.config = folder_ / "own.cfg";
  const auto system = parse_system("[backends]\ncount = 2\n", file(), other);
  ASSERT_TRUE(system);
  EXPECT_EQ(system->balancer.pool, "elsewhere");
  EXPECT_EQ(system->balancer.config, folder_ / "own.cfg");
  EXPECT_EQ(system->backends.count, 2);
}

TEST_F(ParseSystem, ReportsAMissingFileWhereItIsNamed) {
  EXPECT_THAT(mistakes("[balancer]\nconfig = \"lb/haproxi.cfg\"\n"),
              ElementsAre("system.toml:2:10: lb/haproxi.cfg does not exist\n"
                          "  did you mean \"haproxy.cfg\"? paths are relative to the system file"));
  EXPECT_THAT(mistakes("[balancer]\nconfig = \"lb/something-else\"\n"),
              ElementsAre("system.toml:2:10: lb/something-else does not exist\n"
                          "  paths are relative to the system file"));
  EXPECT_THAT(mistakes("[monitoring]\nprometheus = \"lb\"\n"),
              ElementsAre(HasSubstr("system.toml:2:14: lb is not a file")));
}

TEST_F(ParseSystem, ReportsAMissingDefaultFile) {
  fs::remove(folder_ / "monitoring/prometheus.yml");
  EXPECT_THAT(mistakes("schema = 1\n[monitoring]\nignore = []\n"),
              ElementsAre("system.toml:2:1: prometheus (the default) monitoring/prometheus.yml "
                          "does not exist\n  name the file with prometheus = \"…\""));
}

TEST_F(ParseSystem, ABlackboxExporterThatNoJobAsksNeedsNoFile) {
  fs::remove(folder_ / "monitoring/blackbox.yml");
  EXPECT_TRUE(
      good("schema = 1\n[monitoring.jobs]\nlb = \"balancer\"\n").monitoring.blackbox.empty());
  EXPECT_THAT(mistakes("schema = 1\n[monitoring.jobs]\nprobes = \"probe\"\n"),
              ElementsAre(HasSubstr("blackbox (the default) monitoring/blackbox.yml")));
}

TEST_F(ParseSystem, ReportsEachMistakeWithItsPlace) {
  const std::vector<std::pair<std::string, std::string>> slips = {
      {"schema = 3", "system.toml:1:10: schema must be 1, not 3"},
      {"engine = \"dockr\"",
       "system.toml:1:10: engine must be \"process\" or \"docker\", not \"dockr\"\n  did you mean "
       "\"docker\"?"},
      {"[balancer]\nkind = \"haprox\"",
       "system.toml:2:8: balancer.kind must be \"haproxy\" or \"nginx\", not \"haprox\"\n"
       "  did you mean \"haproxy\"?"},
      {"[balancer]\npol = \"auth\"",
       "system.toml:2:1: unknown key balancer.pol\n  did you mean \"pool\"?"},
      {"[backends]\ncount = 0",
       "system.toml:2:9: backends.count must be a whole number from 1 to 100, not 0"},
      {"[backends]\ncapacity = { service_time = \"0ms\" }",
       "system.toml:2:29: backends.capacity.service_time must be longer than 0s"},
      {"[monitoring.untested]\nDiskFull = \"\"",
       "system.toml:2:12: monitoring.untested.DiskFull is empty"},
      {"[backends]\nimage = \"x\"",
       "system.toml:1:1: backends.port is missing\n  on which the image listens: port = 8080"},
      {"[monitoring]\njobs = { a = \"ballancer\" }",
       "system.toml:2:14: monitoring.jobs.a must be \"balancer\" or \"balancer-log\" or "
       "\"backends\" or \"store\" or "
       "\"probe\" or \"prometheus\" or \"alertmanager\", not \"ballancer\"\n"
       "  did you mean \"balancer\"?"},
      {"[monitoring]\npages = {}",
       "system.toml:2:9: monitoring.pages names no label: nobody could be paged\n"
       "  write pages = { severity = [\"page\"] }"},
      {"[teams]\nauth = []", "system.toml:2:8: teams.auth is empty"},
      {"[teams]\nauth = 3",
       "system.toml:2:8: teams.auth must be text or a list of texts, not a whole number\n"
       "  written [\"a\", \"b\"]"},
      {"[components]\nlb = ['a=\"1\"', 'b=2']",
       "system.toml:2:16: components.lb: a value in quotes is expected at \"2\"\n"
       "  write it as 'alertname=~\"HAProxy.+\"'"},
      {"[programs]\nhaprox = { path = \"x\" }",
       "system.toml:2:1: unknown key programs.haprox\n  did you mean \"haproxy\"?"},
      {"[programs]\nhaproxy = { path = \"./no\" }",
       "system.toml:2:20: no does not exist\n  paths are relative to the system file"},
      {"[programs]\nhaproxy = \"x\"",
       "system.toml:2:11: programs.haproxy must be a table, not text"},
  };
  for (const auto& [toml, message] : slips) {
    EXPECT_THAT(mistakes(toml), ElementsAre(message));
  }
}

TEST_F(ParseSystem, ReadsWhatConfigurationsOfOthersNeed) {
  fs::create_directories(folder_ / "conf.d");
  const System s = good(R"([balancer]
config = "conf.d"
scripts = true
environment = { MAXCONN = "100", STAGE = "prod" }
[monitoring.labels]
haproxy = { zone = "a" }
auth = { __meta_kubernetes_pod_name = ["auth-0", "auth-1"] }
)");
  EXPECT_EQ(s.balancer.config, folder_ / "conf.d") << "haproxy -f takes a folder";
  EXPECT_TRUE(s.balancer.scripts);
  EXPECT_EQ(s.balancer.environment.at("STAGE"), "prod");
  EXPECT_THAT(s.monitoring.labels.at("haproxy").at("zone"), ElementsAre("a"));
  EXPECT_THAT(s.monitoring.labels.at("auth").at("__meta_kubernetes_pod_name"),
              ElementsAre("auth-0", "auth-1"));
  EXPECT_THAT(
      mistakes("[monitoring.labels]\nauht = { a = \"b\" }"),
      ElementsAre("system.toml:2:8: monitoring.labels.auht: [monitoring] jobs has no job of "
                  "that name\n  did you mean \"auth\"?"));
  EXPECT_THAT(mistakes("[balancer]\nkind = \"nginx\"\nconfig = \"conf.d\""),
              ElementsAre(HasSubstr("system.toml:3:10: conf.d is not a file")));
  EXPECT_THAT(mistakes("[balancer]\nenvironment = { A = 1 }"),
              ElementsAre(HasSubstr("balancer.environment.A must be text")));
}

TEST_F(ParseSystem, NamesTheMistakeOfABadPattern) {
  EXPECT_THAT(mistakes("[components]\nlb = 'a=~\"(\"'"),
              ElementsAre(HasSubstr("system.toml:2:6: components.lb: \"(\" is not a regular")));
}

TEST_F(ParseSystem, KeepsThePlaceOfWhatOtherFilesMustDefine) {
  const System s = good(R"([balancer]
pool = "x"
[monitoring]
prometheus = "own.cfg"
jobs = { lb = "balancer" }
[teams]
a = ["r1", "r2"]
b = "r3"
)");
  EXPECT_EQ(s.balancer.pool_where, (Position{file(), 2, 8}));
  EXPECT_EQ(s.monitoring.prometheus_where, (Position{file(), 4, 14}));
  EXPECT_EQ(s.monitoring.job_where.at("lb"), (Position{file(), 5, 15}));
  EXPECT_EQ(s.receiver_where.at("a").at(1), (Position{file(), 7, 12}));
  EXPECT_EQ(s.receiver_where.at("b").at(0), (Position{file(), 8, 5}));
}

TEST_F(ParseSystem, ADraftHasTheSoundPathsBesideTheMistakes) {
  const std::string text =
      "[balancer]\npol = \"x\"\nconfig = \"own.cfg\"\n"
      "[monitoring]\nprometheus = \"nix.yml\"\n";
  const SystemDraft draft = draft_system(text, file(), good("schema = 1"));
  EXPECT_EQ(draft.mistakes.size(), 2u);
  ASSERT_TRUE(draft.system);
  EXPECT_EQ(draft.system->balancer.config, folder_ / "own.cfg");
  EXPECT_TRUE(draft.system->monitoring.prometheus.empty()) << "it leads nowhere";
  EXPECT_EQ(draft.system->monitoring.alertmanager, folder_ / "monitoring/alertmanager.yml");
  EXPECT_FALSE(draft_system("a = [", file(), good("schema = 1")).system);
}

TEST_F(ParseSystem, ADraftHasThePagesWhereTheFileHasThem) {
  const std::string text =
      "[monitoring.pages]\nseverity = [\"page\", \"critical\"]\ntier = \"1\"\n";
  const SystemDraft draft = draft_system(text, file(), good("schema = 1"));
  ASSERT_EQ(draft.pages.size(), 3u);
  EXPECT_EQ(draft.pages[1].label, "severity");
  EXPECT_EQ(draft.pages[1].value, "critical");
  EXPECT_EQ(draft.pages[1].label_where, (Position{file(), 2, 12}));
  EXPECT_EQ(draft.pages[1].value_where, (Position{file(), 2, 21}));
  EXPECT_EQ(draft.pages[2].value_where, (Position{file(), 3, 8}));
  EXPECT_TRUE(draft_system("schema = 1", file(), good("schema = 1")).pages.empty())
      << "defaults stand nowhere";
}

TEST_F(ParseSystem, ReportsAllMistakesAtOnce) {
  EXPECT_THAT(mistakes("schema = 2\n[balancer]\nkind = 1\nx = 2\n[teams]\na = []\n").size(), 4u);
}

}  // namespace
}  // namespace misfire
