// What the runbooks ask for is there: each metric on a page of the program that exports it, each
// command of the balancer's socket in HAProxy.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "base/temporary_folder.hpp"
#include "base/wait.hpp"
#include "monitor/monitor_fixture.hpp"
#include "monitor/prometheus_process.hpp"
#include "monitor/runbooks.hpp"
#include "monitor/tiny_exporter.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

/// A program in a folder of its own, ended with the object.
class Program {
 public:
  Program(const fs::path& folder, std::vector<std::string> argv) {
    std::vector<char*> words;
    for (std::string& word : argv) words.push_back(word.data());
    words.push_back(nullptr);
    const std::string log = (folder / "log").string();
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
      ::dup2(out, 1);
      ::dup2(out, 2);
      if (::chdir(folder.c_str()) == 0) ::execv(words[0], words.data());
      ::_exit(127);
    }
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

 private:
  pid_t pid_;
};

/// The body of a page, once it is served and has that in it.
std::string page(const Endpoint& at, const std::string& target, const std::string& wanted = {}) {
  SystemClock clock;
  std::string body;
  const auto served = wait_for(clock, to_string(at), 60s, [&]() -> Result<bool> {
    const auto answer = http(at, {.target = target}, 5s);
    if (answer) body = answer->body;
    return answer && answer->status == 200 && body.find(wanted) != std::string::npos;
  });
  EXPECT_TRUE(served) << to_string(at) << target;
  return body;
}

void add_names(std::set<std::string>& names, const std::string& text) {
  const std::regex sample("(^|\n)([a-zA-Z_:][a-zA-Z0-9_:]*)[{ ]");
  for (std::sregex_iterator one(text.begin(), text.end(), sample), end; one != end; ++one) {
    names.insert((*one)[2].str());
  }
}

std::string haproxy_config(int metrics, int socket) {
  return fmt::format(
      "global\n"
      "  stats socket ipv4@127.0.0.1:{} level admin\n"
      "defaults\n  mode http\n  timeout connect 1s\n  timeout client 1s\n  timeout server 1s\n"
      "frontend fe_login\n  bind 127.0.0.1:{}\n  default_backend auth\n"
      "backend auth\n  server auth1 127.0.0.1:1 check\n"
      "frontend metrics\n  bind 127.0.0.1:{}\n"
      "  http-request use-service prometheus-exporter if {{ path /metrics }}\n",
      socket, free_port(), metrics);
}

std::string program(const char* name) {
  return find_program(name).value().string();
}

/// Names of metrics that the programs of the default systems export.
std::set<std::string> exported(const fs::path& folder) {
  const auto at = [](int port) { return Endpoint{"127.0.0.1", port}; };
  const auto listen = [](int port) { return fmt::format("127.0.0.1:{}", port); };
  std::set<std::string> names = {"up"};
  const int balancer = free_port(), prometheus = free_port(), alertmanager = free_port(),
            blackbox = free_port(), nginx = free_port(), mtail = free_port();
  EXPECT_TRUE(write_file(folder / "haproxy.cfg", haproxy_config(balancer, free_port())));
  EXPECT_TRUE(
      write_file(folder / "prometheus.yml",
                 fmt::format("rule_files: [one.yml]\nalerting: {{alertmanagers: [{{static_configs: "
                             "[{{targets: [\"{}\"]}}]}}]}}\n",
                             listen(alertmanager))));
  EXPECT_TRUE(write_file(folder / "one.yml",
                         "groups: [{name: a, rules: [{alert: B, expr: vector(1)}]}]\n"));
  EXPECT_TRUE(
      write_file(folder / "alertmanager.yml", "route: {receiver: a}\nreceivers: [{name: a}]\n"));
  EXPECT_TRUE(write_file(folder / "blackbox.yml", "modules: {tcp: {prober: tcp}}\n"));
  EXPECT_TRUE(write_file(folder / "access.log", ""));
  const TinyExporter stub([] {
    return "Active connections: 1 \nserver accepts handled requests\n 1 1 1 \n"
           "Reading: 0 Writing: 1 Waiting: 0 \n";
  });
  const Program programs[] = {
      {folder, {program("haproxy"), "-f", "haproxy.cfg"}},
      {folder,
       {program("prometheus"), "--config.file=prometheus.yml", "--storage.tsdb.path=data",
        "--web.listen-address=" + listen(prometheus)}},
      {folder,
       {program("prometheus-alertmanager"), "--config.file=alertmanager.yml",
        "--storage.path=alerts",
        "--cluster.listen-address=", "--web.listen-address=" + listen(alertmanager)}},
      {folder,
       {program("prometheus-blackbox-exporter"), "--config.file=blackbox.yml",
        "--web.listen-address=" + listen(blackbox)}},
      {folder,
       {program("prometheus-nginx-exporter"),
        "-nginx.scrape-uri=http://" + to_string(stub.endpoint()) + "/stub_status",
        "-web.listen-address=" + listen(nginx)}},
      {folder,
       {program("mtail"), "--progs", nginx_system().monitoring.mtail.string(), "--logs",
        (folder / "access.log").string(), "--address", "127.0.0.1", "--port",
        std::to_string(mtail)}},
  };
  for (const int port : {balancer, alertmanager, nginx, mtail}) {
    add_names(names, page(at(port), "/metrics"));
  }
  // It counts what it sends from when it has found the Alertmanager.
  add_names(names, page(at(prometheus), "/metrics", "prometheus_notifications_errors_total"));
  add_names(names, page(at(blackbox), "/probe?module=tcp&target=127.0.0.1:1"));
  // Counters that have labels have no series before something is counted: their declarations count.
  const std::string source = read_file(nginx_system().monitoring.mtail).value() +
                             read_file(fs::path(kSourceDir) / "fixtures/authd/metrics.cpp").value();
  const std::regex declared("(nginx_log|auth)_[a-z_]+");
  for (std::sregex_iterator one(source.begin(), source.end(), declared), end; one != end; ++one) {
    for (const char* part : {"", "_bucket", "_sum", "_count"}) names.insert(one->str() + part);
  }
  return names;
}

TEST(RunbooksReal, NameOnlyMetricsThatSomebodyExports) {
  const auto folder = TemporaryFolder::make("runbooks").value();
  const auto names = exported(folder.path());
  const std::regex metric(
      "\\b(up|(haproxy|auth|nginx|probe|prometheus|alertmanager|mtail)_[a-z0-9_]+)\\b");
  for (const Runbook& book : runbooks()) {
    for (const std::string& span : book.spans) {
      if (!is_query(span)) continue;
      // What stands in quotes is a label's value.
      const std::string bare = std::regex_replace(span, std::regex("\"[^\"]*\""), "");
      for (std::sregex_iterator one(bare.begin(), bare.end(), metric), end; one != end; ++one) {
        EXPECT_TRUE(names.contains(one->str())) << book.name << ": " << one->str();
      }
    }
  }
}

TEST(RunbooksReal, HaproxyKnowsEachCommandOfItsSocket) {
  const auto folder = TemporaryFolder::make("runbooks").value();
  const int metrics = free_port(), socket = free_port();
  ASSERT_TRUE(write_file(folder.path() / "haproxy.cfg", haproxy_config(metrics, socket)));
  const Program haproxy(folder.path(), {program("haproxy"), "-f", "haproxy.cfg"});
  page({"127.0.0.1", metrics}, "/metrics");
  int found = 0;
  for (const Runbook& book : runbooks()) {
    for (const std::string& span : book.spans) {
      if (!is_runtime(span)) continue;
      ++found;
      const auto answer = converse({"127.0.0.1", socket}, filled_in(span) + "\n", 10s);
      ASSERT_TRUE(answer) << to_string(answer.error());
      // A command that is carried out says nothing, or shows something.
      EXPECT_TRUE(*answer == "\n" || span.starts_with("show"))
          << book.name << ": " << span << " → " << *answer;
      EXPECT_EQ(answer->find("Unknown command"), std::string::npos) << span << " → " << *answer;
      EXPECT_EQ(answer->find("No such"), std::string::npos) << span << " → " << *answer;
    }
  }
  EXPECT_GT(found, 10) << "are they still found?";
}

}  // namespace
}  // namespace misfire
