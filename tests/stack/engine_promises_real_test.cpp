// What the process engine promises: gone within 5 s, whoever runs it; real balancers and monitors
// on reserved ports; a clean environment; a run file that tells who runs.
#include <gmock/gmock.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/http_client.hpp"
#include "stack/address.hpp"
#include "stack/engine_fixture.hpp"
#include "stack/ports.hpp"
#include "stack/run_file.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr uid_t kNobody = 65534;
constexpr int kHttpPort = 20779;
constexpr int kMasterPort = 20780;

class EnginePromise : public EngineTest {
 protected:
  /// Becomes an ordinary user, as if it had logged in: /proc/self is readable again.
  static bool become_nobody() {
    return ::setgroups(0, nullptr) == 0 && ::setresgid(kNobody, kNobody, kNobody) == 0 &&
           ::setresuid(kNobody, kNobody, kNobody) == 0 && ::prctl(PR_SET_DUMPABLE, 1) == 0;
  }
  /// As left(), asked by an ordinary user: root itself may not look at its processes where
  /// CAP_SYS_PTRACE is missing, as in a container.
  std::size_t left_of_nobody() const {
    return static_cast<std::size_t>(
        result_of(in_child([&] { return become_nobody() ? static_cast<int>(left()) : 127; })));
  }
  /// Parts of every stubborn kind, then nothing more: for a harness that will be killed.
  int start_stubborn_parts() {
    auto engine = open();
    const auto part = engine->start(shell(
        "a", "trap '' TERM HUP; (setsid sh -c 'sleep 1000 & exec sleep 1000' &); sleep 1000"));
    if (!part) return 1;
    ::pause();
    return 0;
  }
  static bool answers(const Endpoint& where, const std::string& target) {
    const auto answer = http(where, {"GET", target}, 5s);
    return answer && answer->status == 200;
  }
};

INSTANTIATE_TEST_SUITE_P(Guardian, EnginePromise, ::testing::Values(true, false), mode_name);

TEST_P(EnginePromise, EverythingIsGoneFiveSecondsAfterTheHarnessWasKilled) {
  const pid_t harness = in_child([&] { return start_stubborn_parts(); });
  ASSERT_TRUE(happens([&] { return left() >= 4; }));
  const pid_t its_guardian = guardian();
  ::kill(harness, SIGKILL);
  EXPECT_TRUE(happens(
      [&] {
        const auto state = read_file("/proc/" + std::to_string(its_guardian) + "/stat");
        const bool ended = !state || state->find(") Z ") != std::string::npos;
        return ended && left() == 0;
      },
      5s));
  EXPECT_EQ(result_of(harness), 128 + SIGKILL);
}

TEST_P(EnginePromise, AnOrdinaryUserNeedsNoPrivilege) {
  if (::geteuid() != 0) GTEST_SKIP() << "the other tests are this test";
  ASSERT_EQ(::chown(folder_.c_str(), kNobody, kNobody), 0);
  const int result = result_of(in_child([&] {
    if (!become_nobody()) return 10;
    if (::access((program_folder() / "misfire-guardian").c_str(), X_OK) != 0) return 77;
    auto engine = open();
    if (engine == nullptr) return 11;
    auto part = engine->start(shell("a", "(setsid sleep 1000 &); id -u; exec sleep 1000"));
    if (!part) return 12;
    if (!happens([&] { return (*part)->log_tail() == "65534\n"; })) return 13;
    if (!happens([&] { return left() == 2; })) return 14;
    const auto exit = (*part)->stop(kLong);
    if (!exit || exit->signal != SIGTERM) return 15;
    engine->close();
    return left() == 0 ? 0 : 16;
  }));
  if (result == 77) GTEST_SKIP() << "user 65534 cannot reach " << program_folder();
  EXPECT_EQ(result, 0);
  EXPECT_EQ(left_of_nobody(), 0u);
}

TEST_P(EnginePromise, AnOrdinaryUsersKilledHarnessLeavesNothingEither) {
  if (::geteuid() != 0) GTEST_SKIP() << "the other tests are this test";
  ASSERT_EQ(::chown(folder_.c_str(), kNobody, kNobody), 0);
  const pid_t harness = in_child([&] {
    if (!become_nobody()) return 10;
    if (::access((program_folder() / "misfire-guardian").c_str(), X_OK) != 0) return 77;
    return start_stubborn_parts();
  });
  const bool came_up = happens([&] { return left_of_nobody() >= 4; }, 30s);
  ::kill(harness, SIGKILL);
  if (result_of(harness) == 77) GTEST_SKIP() << "user 65534 cannot reach " << program_folder();
  ASSERT_TRUE(came_up);
  EXPECT_TRUE(happens([&] { return left_of_nobody() == 0; }, 5s));
}

TEST_P(EnginePromise, APartGetsNothingOfTheEnvironmentButThePath) {
  ::setenv("MISFIRE_TEST_SECRET", "do-not-leak", 1);
  auto engine = open();
  PartSpec spec;
  spec.name = "a";
  spec.program = "/usr/bin/env";
  spec.env = {{"GIVEN", "yes"}};
  auto part = engine->start(spec);
  ::unsetenv("MISFIRE_TEST_SECRET");
  ASSERT_TRUE(part);
  ASSERT_TRUE(happens([&] { return left() == 0 && !(*part)->log_tail().empty(); }));
  std::istringstream lines((*part)->log_tail());
  std::vector<std::string> variables;
  for (std::string line; std::getline(lines, line);) variables.push_back(line);
  EXPECT_THAT(variables, ::testing::UnorderedElementsAre(
                             "GIVEN=yes", "LC_ALL=C", std::string("PATH=") + ::getenv("PATH"),
                             "HOME=" + (run_folder() / "parts/a").string()));
}

TEST_P(EnginePromise, APartHoldsNoDescriptorOfOurs) {
  auto engine = open();
  PartSpec spec;
  spec.name = "a";
  spec.program = "/bin/ls";
  spec.args = {"/proc/self/fd"};
  auto part = engine->start(spec);
  ASSERT_TRUE(part);
  ASSERT_TRUE(happens([&] { return left() == 0 && !(*part)->log_tail().empty(); }));
  EXPECT_EQ((*part)->log_tail(), "0\n1\n2\n3\n") << "3 is the folder that ls reads";
}

TEST_P(EnginePromise, ANamespacedPartHasAFixedHostName) {
  auto engine = open();
  auto part = engine->start(shell("a", "uname -n; exec sleep 1000"));
  ASSERT_TRUE(part);
  ASSERT_TRUE(happens([&] { return !(*part)->log_tail().empty(); }));
  if (GetParam()) {
    EXPECT_EQ((*part)->log_tail(), "localhost\n");
  }
}

TEST_P(EnginePromise, TheRunFileTellsWhoRunsWhere) {
  auto engine = open();
  const auto json = nlohmann::json::parse(*read_file(run_json()));
  const Endpoint entry = engine->address("x", 1);
  std::string boot = *read_file("/proc/sys/kernel/random/boot_id");
  boot.pop_back();
  EXPECT_EQ(json.at("schema"), "misfire.runfile/1");
  EXPECT_EQ(json.at("boot_id"), boot);
  EXPECT_EQ(json.at("engine"), "process");
  EXPECT_EQ(json.at("harness").at("pid"), ::getpid());
  EXPECT_EQ(json.at("harness").at("start_time"), start_time_of(::getpid()));
  EXPECT_GT(json.at("guardian").at("start_time"), 0u);
  EXPECT_EQ(json.at("address"), entry.host);
  EXPECT_EQ(json.at("address"), slot_address(json.at("slot")));
}

TEST_P(EnginePromise, AClosedRunsAddressIsFreeAgain) {
  auto engine = open();
  const Endpoint lock = engine->address("x", 7700);
  ASSERT_FALSE(reserve_port(lock.host, lock.port)) << "the address was not locked";
  engine->close();
  EXPECT_TRUE(reserve_port(lock.host, lock.port));
}

TEST_P(EnginePromise, HAProxyListensOnItsReservedPortReloadsAndRestarts) {
  const auto haproxy = find_program("haproxy");
  if (!haproxy) GTEST_SKIP() << to_string(haproxy.error());
  auto engine = open();
  const std::string address = to_string(engine->address("balancer", kHttpPort));
  const auto config = [&](const std::string& answer) {
    return "global\n  master-worker\ndefaults\n  mode http\n  timeout client 5s\n"
           "  timeout connect 5s\n  timeout server 5s\nfrontend f\n  bind " +
           address + "\n  http-request return status 200 content-type text/plain string " + answer +
           "\n";
  };
  PartSpec spec;
  spec.name = "balancer";
  spec.program = haproxy->string();
  spec.args = {"-W", "-S", to_string(engine->address("balancer", kMasterPort)), "-f",
               "haproxy.cfg"};
  spec.files = {{"haproxy.cfg", config("one")}};
  spec.ports = {{"http", kHttpPort}, {"master", kMasterPort}};
  const auto body = [&](const Part& part) {
    const auto answer = http(part.from_harness("http"), {}, 5s);
    return answer ? answer->body : answer.error().message;
  };
  auto part = engine->start(spec);
  ASSERT_TRUE(part) << to_string(part.error());
  ASSERT_TRUE(happens([&] { return body(**part) == "one"; })) << (*part)->log_tail();
  // The worker answers before the master hears signals; its own command line tells.
  ASSERT_TRUE(happens([&] {
    const auto said = converse((*part)->from_harness("master"), "show proc\n", 5s);
    return said && said->find("worker") != std::string::npos;
  })) << (*part)->log_tail();
  ASSERT_TRUE((*part)->put("haproxy.cfg", config("two")));
  ASSERT_TRUE((*part)->signal(SIGUSR2));
  ASSERT_TRUE(happens([&] { return body(**part) == "two"; })) << (*part)->log_tail();
  EXPECT_THAT(engine->exits(), IsEmpty()) << "old workers are not parts";
  ASSERT_TRUE((*part)->signal(SIGKILL));  // the workers outlive it, or not: nothing may be left
  ASSERT_TRUE((*part)->stop(kLong));
  EXPECT_TRUE(happens([&] { return body(**part).find("refused") != std::string::npos; }, 10s));
  part->reset();
  auto again = engine->start(spec);
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_TRUE(happens([&] { return body(**again) == "one"; })) << (*again)->log_tail();
}

TEST_P(EnginePromise, PrometheusListensOnItsReservedPortAndRestarts) {
  const auto prometheus = find_program("prometheus");
  if (!prometheus) GTEST_SKIP() << to_string(prometheus.error());
  auto engine = open();
  PartSpec spec;
  spec.name = "prometheus";
  spec.program = prometheus->string();
  spec.args = {"--config.file=prometheus.yml", "--storage.tsdb.path=data",
               "--web.listen-address=" + to_string(engine->address("prometheus", kHttpPort))};
  spec.files = {{"prometheus.yml", "global: {scrape_interval: 15s}\n"}};
  spec.ports = {{"http", kHttpPort}};
  for (int start = 0; start < 2; ++start) {
    auto part = engine->start(spec);
    ASSERT_TRUE(part) << to_string(part.error());
    EXPECT_TRUE(happens([&] { return answers((*part)->from_harness("http"), "/-/ready"); }))
        << (*part)->log_tail();
    const auto exit = (*part)->stop(kLong);
    ASSERT_TRUE(exit);
    EXPECT_EQ(exit->code, 0) << (*part)->log_tail();
    EXPECT_FALSE(answers((*part)->from_harness("http"), "/-/ready"));
  }
  EXPECT_THAT(engine->exits(), IsEmpty());
}

}  // namespace
}  // namespace misfire
