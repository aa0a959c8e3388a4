// A system whose files do all they can to lead outside, to run commands and to give secrets away
// (hostile_system.hpp), run for real: nothing leaves the machine, nothing is readable by others,
// and no secret is written anywhere.
#include <gmock/gmock.h>

#include <csignal>
#include <optional>
#include <set>

#include "base/http_client.hpp"
#include "integration/canary.hpp"
#include "integration/hostile_system.hpp"
#include "integration/run_watcher.hpp"

namespace misfire {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr int kAttempts = 4;  // a busy machine may not keep the pace: such a run proves nothing

/// Which files hold the text, and how often, in a folder and all below it.
std::vector<std::string> files_with(const fs::path& folder, const std::string& text) {
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const auto bytes = read_file(entry.path(), 1u << 30);
    EXPECT_TRUE(bytes) << entry.path();
    if (!bytes) continue;
    if (const auto at = bytes->find(text); at != std::string::npos) {
      found.push_back(entry.path().string() + ": " + bytes->substr(at > 60 ? at - 60 : 0, 140));
    }
  }
  return found;
}

/// The kinds of integration through which a receiver was notified.
std::set<std::string> notified_by(const fs::path& run, const std::string& receiver) {
  std::set<std::string> kinds;
  std::istringstream lines(read_file(run / "history.jsonl", 1u << 28).value_or(""));
  for (std::string line; std::getline(lines, line);) {
    const auto event = nlohmann::json::parse(line, nullptr, false);
    if (!event.is_object() || event.value("kind", "") != "notified") continue;
    const auto& data = event.at("data");
    if (data.value("receiver", "") != receiver || data.value("observer", false)) continue;
    kinds.insert(data.value("integration", ""));
  }
  return kinds;
}

TEST(Security, AHostileSystemLeavesNoTraceOutsideAndNoSecretInside) {
  const Canary canary;
  ASSERT_NE(canary.address(), "");
  std::optional<RunWatcher> run;
  std::optional<Scratch> scratch;
  fs::path ran, reports, temporary, system;
  const std::string proxy = "http://me:CANARY-SECRET-EN-01@" + canary.address();
  for (int attempt = 0; attempt < kAttempts && (!run || run->exit_code == 3); ++attempt) {
    scratch.emplace();
    ran = scratch->path() / "ran";
    reports = scratch->path() / "reports";
    temporary = scratch->path() / "tmp";
    ASSERT_TRUE(make_folder(temporary));
    system = hostile_system(*scratch, canary.address(), ran);
    // One of its templates cannot be rendered: that alerts, and rightly blames the monitoring.
    replace_in(system, "ignore = [\"Watchdog\"]",
               "ignore = [\"Watchdog\", \"NotificationsFailing\"]");
    run.emplace(std::vector<std::string>{"run", library("weights/feb-18.toml").string(), "--speed",
                                         "30", "--json", "--system", system.string(), "--reports",
                                         reports.string()},
                std::map<std::string, std::string>{{"http_proxy", proxy},
                                                   {"HTTP_PROXY", proxy},
                                                   {"https_proxy", proxy},
                                                   {"HTTPS_PROXY", proxy},
                                                   {"ALL_PROXY", proxy},
                                                   {"no_proxy", ""},
                                                   {"API_TOKEN", "CANARY-SECRET-EN-02"},
                                                   {"TMPDIR", temporary.string()}},
                scratch->path() / "said", std::vector<fs::path>{reports, temporary});
  }
  ASSERT_EQ(run->exit_code, 0) << run->text;

  // Everybody was notified, by every integration …
  fs::path folder;
  for (const auto& entry : fs::directory_iterator(reports)) folder = entry.path();
  EXPECT_THAT(
      notified_by(folder, "auth-oncall"),
      ::testing::IsSupersetOf({"webhook", "slack", "pagerduty", "email", "opsgenie", "victorops",
                               "pushover", "wechat", "sns", "telegram", "webex", "discord"}));
  // … and nobody else heard of it.
  EXPECT_THAT(canary.heard(), IsEmpty());
  EXPECT_FALSE(fs::exists(ran)) << "a command of the configuration was run";
  EXPECT_FALSE(fs::exists(system.parent_path() / "monitoring/query.log"));

  EXPECT_THAT(run->outside, IsEmpty());
  for (const char* program : {"haproxy", "authd", "misfire-sink"}) {
    EXPECT_THAT(run->programs, Contains(HasSubstr(program)));
  }
  EXPECT_GE(run->listeners.size(), 10u);

  EXPECT_THAT(run->readable, IsEmpty());
  EXPECT_GT(run->files, 30);

  EXPECT_THAT(run->text, Not(HasSubstr(kMarker)));
  EXPECT_THAT(files_with(reports, kMarker), IsEmpty());
  EXPECT_THAT(files_with(reports, "probe-of-the-fixtures"), IsEmpty());
  // The copies keep their shape.
  EXPECT_THAT(*read_file(folder / "config/original.cfg"),
              HasSubstr("user me insecure-password <secret>\n"));
  EXPECT_THAT(*read_file(folder / "logs/balancer.log"), HasSubstr("token=<secret>"));

  for (const char* form : {"", "--json"}) {
    std::vector<std::string> args{"explain", library("weights/feb-18.toml").string(), "--system",
                                  system.string()};
    if (*form != '\0') args.emplace_back(form);
    const Said said = misfire_says(args);
    EXPECT_EQ(said.exit_code, 0) << said.text;
    EXPECT_THAT(said.text, Not(HasSubstr(kMarker)));
  }
}

/// The control: the same file as the user wrote it does reach the canary.
TEST(Security, TheCanaryHearsWhenTheFileIsNotRendered) {
  const Canary canary;
  const Scratch scratch;
  const fs::path system = hostile_system(scratch, canary.address(), scratch.path() / "ran");
  const auto program = find_program("prometheus-alertmanager");
  ASSERT_TRUE(program);
  const std::string listen = "127.0.0.98:29393";
  const std::string file = (system.parent_path() / "monitoring/alertmanager.yml").string();
  const std::vector<std::string> args{
      *program, "--config.file=" + file, "--storage.path=" + (scratch.path() / "data").string(),
      "--web.listen-address=" + listen, "--cluster.listen-address="};
  const pid_t child = ::fork();
  if (child == 0) {
    std::vector<char*> argv;
    for (const std::string& arg : args) argv.push_back(const_cast<char*>(arg.c_str()));
    argv.push_back(nullptr);
    const int out = ::open((scratch.path() / "log").c_str(), O_WRONLY | O_CREAT, 0600);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(out, STDERR_FILENO);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  const Endpoint alertmanager{"127.0.0.98", 29393};
  const std::string alert = R"([{"labels":{"alertname":"X","severity":"page","team":"auth"}}])";
  HttpRequest post{"POST", "/api/v2/alerts"};
  post.body = alert;
  post.headers = {{"Content-Type", "application/json"}};
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(120);
  bool sent = false;
  while (std::chrono::steady_clock::now() < deadline && canary.heard().size() < 10) {
    if (!sent) {
      const auto answer = http(alertmanager, post, std::chrono::seconds(5));
      sent = answer && answer->status == 200;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(sent) << read_file(scratch.path() / "log").value_or("");
  EXPECT_GE(canary.heard().size(), 10u) << read_file(scratch.path() / "log").value_or("");
}

/// Programs' complaints quote the line that they do not like.
TEST(Security, ComplaintsAboutFilesQuoteNoSecret) {
  const Canary canary;
  struct Mistake {
    const char *file, *from, *to, *said;
  };
  const Mistake mistakes[] = {
      {"lb/haproxy.cfg", "\"Bearer CANARY-SECRET-LB-03\"", "\"%[CANARY-SECRET-LB-03]\"", "HAProxy"},
      {"lb/haproxy.cfg", "insecure-password CANARY", "insecure-passwort CANARY", "HAProxy"},
      {"lb/haproxy.cfg", "-m str CANARY-SECRET-LB-02", "-m ip CANARY-SECRET-LB-02", "HAProxy"},
      {"lb/haproxy.cfg", "    stats enable\n",
       "    stats enable\n    errorloc 99 https://u:CANARY-SECRET-LB-09@h\n", "HAProxy"},
      {"lb/haproxy.cfg", "    stats enable\n",
       "    stats enable\n    http-request redirect location https://u:CANARY-SECRET-LB-10@h iff "
       "x\n",
       "HAProxy"},
      {"monitoring/alertmanager.yml", "api_key: CANARY-SECRET-AM-01",
       "api_key: \"CANARY-SECRET-AM-01", "alertmanager.yml"},
      {"monitoring/alertmanager.yml", "group_wait: 30s", "group_wait: CANARY-S",
       "alertmanager.yml"},
      {"monitoring/prometheus.yml", "{username: me, password: CANARY-SECRET-PR-10}",
       "{username: me, password: CANARY-SECRET-PR-10", "prometheus.yml"},
  };
  for (const Mistake& mistake : mistakes) {
    const Scratch scratch;
    const fs::path system = hostile_system(scratch, canary.address(), scratch.path() / "ran");
    replace_in(system.parent_path() / mistake.file, mistake.from, mistake.to);
    const Said said = misfire_says({"check", library("weights/feb-18.toml").string(), "--system",
                                    system.string(), "--speed", "30"});
    EXPECT_EQ(said.exit_code, 2) << mistake.from << "\n" << said.text;
    EXPECT_THAT(said.text, HasSubstr(mistake.said));
    EXPECT_THAT(said.text, Not(HasSubstr(kMarker))) << mistake.from;
  }
}

/// What is left out or pointed elsewhere is told, and may be an address with a password.
TEST(Security, AnExplanationQuotesNoSecret) {
  const Canary canary;
  const Scratch scratch;
  const fs::path system = hostile_system(scratch, canary.address(), scratch.path() / "ran");
  const fs::path folder = system.parent_path();
  replace_in(folder / "lb/haproxy.cfg", "presetenv API_TOKEN",
             "setenv LD_PRELOAD https://u:CANARY-SECRET-LB-11@h/x\n    presetenv API_TOKEN");
  replace_in(folder / "monitoring/prometheus.yml", "[\"lb1.internal:8405\"]",
             "[\"u:CANARY-SECRET-PR-15@lb1.internal:8405\"]");
  replace_in(system, "\n[monitoring]\n",
             "\n[login]\npath = \"/login?api_key=CANARY-SECRET-SY-01\"\n\n[monitoring]\n");
  for (const char* form : {"--speed=30", "--json"}) {
    const Said said = misfire_says(
        {"explain", library("weights/feb-18.toml").string(), "--system", system.string(), form});
    EXPECT_EQ(said.exit_code, 0) << said.text;
    EXPECT_THAT(said.text, HasSubstr("lb1.internal:8405")) << "the change is told";
    EXPECT_THAT(said.text, HasSubstr("api_key=<secret>"));
    EXPECT_THAT(said.text, Not(HasSubstr(kMarker)));
  }
}

}  // namespace
}  // namespace misfire
