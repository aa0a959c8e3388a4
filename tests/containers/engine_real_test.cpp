// What the docker engine promises, on the real daemon: parts with fixed names and addresses, files
// that are swapped at once, exits that nobody asked for, and nothing left.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/wait.hpp"
#include "stack/docker/images.hpp"
#include "stack/docker/owned.hpp"
#include "stack/docker/workshop.hpp"
#include "stack/engine.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::HasSubstr;

constexpr Duration kLong = 60s;
constexpr char kShell[] = "/usr/bin/dash";

class DockerEngineTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto docker = DockerClient::connect();
    if (!docker) GTEST_SKIP() << to_string(docker.error());
    docker_ = std::move(*docker);
    const auto image = find_image(*docker_, image_for("haproxy"));
    if (!image) GTEST_SKIP() << to_string(image.error());
    images_ = {{kShell, image->tag}};
    std::string name = (fs::temp_directory_path() / "misfire-docker-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    run_id_ = fs::path(folder_).filename().string().substr(15);
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
    if (docker_) {
      EXPECT_EQ(left(), 0u);
    }
  }

  std::unique_ptr<Engine> open() const {
    EngineOptions options{run_id_, folder_, folder_ / "run.json"};
    auto engine = open_docker_engine(options, images_);
    EXPECT_TRUE(engine) << to_string(engine.error());
    return engine ? std::move(*engine) : nullptr;
  }
  static PartSpec shell(const std::string& name, const std::string& script) {
    PartSpec spec;
    spec.name = name;
    spec.program = kShell;
    spec.args = {"-c", script};
    return spec;
  }
  std::size_t count(const std::string& what) const {
    const auto list =
        docker_->call("GET", what + label_filter(std::string("misfire.owner=") + run_id_));
    EXPECT_TRUE(list && list->body.is_array());
    return list && list->body.is_array() ? list->body.size() : 99;
  }
  /// Containers and networks of this run.
  std::size_t left() const { return count("/containers/json?all=1&") + count("/networks?"); }

  static bool happens(const std::function<bool()>& condition, Duration limit = kLong) {
    SystemClock clock;
    return wait_for(clock, "a condition", limit, [&]() -> Result<bool> { return condition(); })
        .has_value();
  }

  std::optional<DockerClient> docker_;
  std::map<std::string, std::string> images_;
  fs::path folder_;
  std::string run_id_;
};

TEST_F(DockerEngineTest, APartHasItsNameItsAddressAndNoPrivilege) {
  auto engine = open();
  const Endpoint known = engine->address("a", 8080);
  auto part =
      engine->start(shell("a",
                          "hostname; hostname -i; id -u; pwd; grep CapEff /proc/self/status; "
                          "grep NoNewPrivs /proc/self/status; exec sleep 1000"));
  ASSERT_TRUE(part) << to_string(part.error());
  ASSERT_TRUE(happens([&] { return (*part)->log_tail().find("NoNewPrivs") != std::string::npos; }));
  EXPECT_EQ((*part)->log_tail(), "a\n" + known.host +
                                     "\n10001\n/misfire\nCapEff:\t0000000000000000\n"
                                     "NoNewPrivs:\t1\n");
}

TEST_F(DockerEngineTest, AForeignImageStartsAsItMeansTo) {
  auto engine = open();
  PartSpec spec = shell("a", "");
  spec.foreign = true;  // its command is as given: misfire names no program of it
  spec.args = {kShell, "-c", "echo $OWN; grep CapBnd /proc/self/status; exec sleep 1000"};
  spec.env = {{"OWN", "hello"}};
  auto part = engine->start(spec);
  ASSERT_TRUE(part) << to_string(part.error());
  ASSERT_TRUE(happens([&] { return (*part)->log_tail().find("CapBnd") != std::string::npos; }));
  EXPECT_THAT((*part)->log_tail(), HasSubstr("hello\n"));
  EXPECT_THAT((*part)->log_tail(), ::testing::Not(HasSubstr("CapBnd:\t0000000000000000")))
      << "it may begin as root and become somebody else";
}

TEST_F(DockerEngineTest, OnlyWhatTheHarnessReachesIsPublishedAndOnLoopback) {
  auto engine = open();
  PartSpec spec = shell("a", "exec sleep 1000");
  spec.ports = {{"http", 8080}, {"inner", 8081}};
  spec.inner_ports = {"inner"};
  auto part = engine->start(spec);
  ASSERT_TRUE(part) << to_string(part.error());
  EXPECT_EQ((*part)->from_harness("http").host, "127.0.0.1");
  EXPECT_GT((*part)->from_harness("http").port, 0);
  EXPECT_EQ((*part)->from_harness("inner").port, 0);
  EXPECT_EQ((*part)->from_parts("inner"), engine->address("a", 8081));
  const auto list = docker_->call(
      "GET", "/containers/json?" + label_filter(std::string("misfire.owner=") + run_id_));
  ASSERT_EQ(list->body.size(), 1u);
  for (const json& port : list->body[0]["Ports"]) {
    if (port.contains("PublicPort")) {
      EXPECT_EQ(port["IP"], "127.0.0.1");
      EXPECT_EQ(port["PrivatePort"], 8080);
    }
  }
}

TEST_F(DockerEngineTest, LimitsAreTheContainers) {
  auto engine = open();
  PartSpec spec = shell("a", "exec sleep 1000");
  spec.limits = {64 << 20, 0.5};
  auto part = engine->start(spec);
  ASSERT_TRUE(part) << to_string(part.error());
  const auto list = docker_->call(
      "GET", "/containers/json?" + label_filter(std::string("misfire.owner=") + run_id_));
  const auto seen =
      docker_->call("GET", "/containers/" + list->body.at(0).at("Id").get<std::string>() + "/json");
  EXPECT_EQ(seen->body["HostConfig"]["Memory"], 64 << 20);
  EXPECT_EQ(seen->body["HostConfig"]["NanoCpus"], 500'000'000);
}

/// A reader inside never sees a file that is absent, empty or half new.
TEST_F(DockerEngineTest, AFileOfARunningPartIsSwappedAtOnce) {
  auto engine = open();
  PartSpec spec = shell("a",
                        "touch ready; while :; do for one in 1 2 3 4 5 6 7 8 9; do "
                        "read first < f || { echo gone; exit 1; }; "
                        "case $first in aaaa*a|bbbb*b) ;; *) echo half; exit 1;; esac; done; done");
  const std::string a(20'000, 'a'), b(20'000, 'b');
  spec.files = {{"f", a + "\n"}};
  auto part = engine->start(spec);
  ASSERT_TRUE(part) << to_string(part.error());
  for (int round = 0; round < 6; ++round) {
    const auto put = (*part)->put("f", (round % 2 == 0 ? b : a) + "\n");
    ASSERT_TRUE(put) << to_string(put.error()) << (*part)->log_tail();
  }
  EXPECT_TRUE(engine->exits().empty()) << (*part)->log_tail();
  const auto seen = (*part)->run({"cat", "f"}, kLong);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->output, a + "\n");
}

TEST_F(DockerEngineTest, AFileOutsideThePartsFolderIsRefused) {
  auto engine = open();
  auto part = engine->start(shell("a", "exec sleep 1000"));
  ASSERT_TRUE(part);
  EXPECT_FALSE((*part)->put("../etc/evil", "x"));
  EXPECT_FALSE((*part)->put("/etc/evil", "x"));
}

TEST_F(DockerEngineTest, APartThatIsStartedAgainFindsWhatItWrote) {
  auto engine = open();
  const std::string script = "echo once >> kept; cat given; wc -l < kept; exec sleep 1000";
  PartSpec spec = shell("a", script);
  spec.files = {{"given", "first\n"}};
  auto part = engine->start(spec);
  ASSERT_TRUE(part) << to_string(part.error());
  ASSERT_TRUE(happens([&] { return (*part)->log_tail() == "first\n1\n"; })) << (*part)->log_tail();
  ASSERT_TRUE((*part)->stop(1s));
  part->reset();
  spec.files = {{"given", "second\n"}};
  part = engine->start(spec);
  ASSERT_TRUE(part) << to_string(part.error());
  EXPECT_TRUE(happens([&] { return (*part)->log_tail() == "first\n1\nsecond\n2\n"; }))
      << (*part)->log_tail();
  spec.args = {"-c", "another"};
  ASSERT_TRUE((*part)->stop(1s));
  EXPECT_FALSE(engine->start(spec));
}

TEST_F(DockerEngineTest, AnUnaskedExitIsToldOnceWithItsCodeAndLastWords) {
  auto engine = open();
  auto one = engine->start(shell("one", "echo it went wrong >&2; exit 7"));
  auto two = engine->start(shell("two", "exec sleep 1000"));
  ASSERT_TRUE(one && two);
  std::vector<UnaskedExit> gone;
  ASSERT_TRUE(happens([&] {
    gone = engine->exits();
    return !gone.empty();
  }));
  ASSERT_EQ(gone.size(), 1u);
  EXPECT_EQ(gone[0].part, "one");
  EXPECT_EQ(gone[0].exit.code, 7);
  EXPECT_THAT(gone[0].last_words, HasSubstr("it went wrong"));
  ASSERT_TRUE((*two)->stop(1s));
  EXPECT_TRUE(engine->exits().empty());
}

TEST_F(DockerEngineTest, AMemoryLimitThatIsReachedIsSaid) {
  auto engine = open();
  PartSpec spec = shell("hog", "x=0123456789; while :; do x=$x$x; done");
  spec.limits.memory = 16 << 20;
  auto part = engine->start(spec);
  ASSERT_TRUE(part) << to_string(part.error());
  std::vector<UnaskedExit> gone;
  ASSERT_TRUE(happens([&] {
    gone = engine->exits();
    return !gone.empty();
  }));
  EXPECT_TRUE(gone[0].exit.out_of_memory);
}

TEST_F(DockerEngineTest, LogsStayAndContainersGo) {
  auto engine = open();
  auto part = engine->start(shell("a", "echo a word; exec sleep 1000"));
  ASSERT_TRUE(part);
  ASSERT_TRUE(happens([&] { return !(*part)->log_tail().empty(); }));
  EXPECT_EQ(left(), 2u);  // it and the network
  ASSERT_TRUE(engine->close());
  EXPECT_EQ(left(), 0u);
  EXPECT_EQ(*read_file(folder_ / "logs/a.log"), "a word\n");
}

TEST_F(DockerEngineTest, AFolderOfAStoppedPartIsHandedOver) {
  auto engine = open();
  auto part = engine->start(
      shell("a", "mkdir -p data/deep; echo x > data/deep/file; touch done; exec sleep 1000"));
  ASSERT_TRUE(part);
  ASSERT_TRUE(happens([&] { return (*part)->run({"cat", "done"}, kLong)->exit_code == 0; }));
  ASSERT_TRUE((*part)->stop(1s));
  ASSERT_TRUE((*part)->hand_over("data", folder_ / "metrics"));
  EXPECT_EQ(*read_file(folder_ / "metrics/deep/file"), "x\n");
}

TEST_F(DockerEngineTest, EverythingIsGoneFiveSecondsAfterTheHarnessWasKilled) {
  const pid_t harness = ::fork();
  if (harness == 0) {
    auto engine = open();
    if (engine == nullptr) ::_exit(1);
    auto one = engine->start(shell("a", "trap '' TERM; sleep 1000 & sleep 1000"));
    auto two = engine->start(shell("b", "exec sleep 1000"));
    if (!one || !two) ::_exit(2);
    ::pause();
    ::_exit(3);
  }
  EXPECT_TRUE(happens([&] { return count("/containers/json?") == 2; }));
  ::kill(harness, SIGKILL);
  EXPECT_TRUE(happens([&] { return left() == 0; }, 5s));
  ::waitpid(harness, nullptr, 0);
}

TEST_F(DockerEngineTest, TwoRunsSideBySideHaveNetworksOfTheirOwn) {
  auto first = open();
  EngineOptions options{run_id_ + "b", folder_ / "b", folder_ / "b/run.json"};
  ASSERT_TRUE(make_folder(options.folder));
  auto second = open_docker_engine(options, images_);
  ASSERT_TRUE(second) << to_string(second.error());
  EXPECT_NE(first->address("a", 1), (*second)->address("a", 1));
  ASSERT_TRUE((*second)->close());
}

TEST_F(DockerEngineTest, AToolRunsInAContainerThatGoes) {
  const auto workshop = docker_workshop(*docker_, images_);
  ASSERT_TRUE(workshop) << to_string(workshop.error());
  const Tool tool(kShell, *workshop);
  const auto run =
      tool.run({"-c", "cat given; echo on stderr >&2; exit 5"}, kLong, {{"given", "a file\n"}});
  ASSERT_TRUE(run) << to_string(run.error());
  EXPECT_EQ(run->exit_code, 5);
  EXPECT_THAT(run->output, HasSubstr("a file\n"));
  EXPECT_THAT(run->output, HasSubstr("on stderr\n"));
  const auto late = tool.run({"-c", "sleep 1000"}, 1s);
  ASSERT_FALSE(late);
  EXPECT_THAT(late.error().message, HasSubstr("was not done after 1 s"));
}

}  // namespace
}  // namespace misfire
