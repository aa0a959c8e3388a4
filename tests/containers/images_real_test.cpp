// Images are built by the real daemon, their programs run, and nothing is left of what failed.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/interrupt.hpp"
#include "base/wait.hpp"
#include "run/locations.hpp"
#include "stack/docker/build_turn.hpp"
#include "stack/docker/image_build.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr Duration kLong = std::chrono::minutes(3);
constexpr char kTestLabel[] = "misfire.test";

class ImagesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto docker = DockerClient::connect();
    if (!docker) GTEST_SKIP() << to_string(docker.error());
    docker_ = std::move(*docker);
    mark_ = "images-" + std::to_string(::getpid());
  }

  /// A recipe of this test, whose images and containers carry its mark.
  ImageRecipe recipe(const std::string& last_step) const {
    ImageRecipe recipe;
    recipe.kind.name = "test";
    recipe.on_base = true;
    recipe.context["Dockerfile"] = std::string("ARG BASE\nFROM ${BASE}\nLABEL ") + kTestLabel +
                                   "=" + mark_ + "\n" + last_step + "\n";
    return recipe;
  }
  /// "" when there is none, and the test is to be skipped.
  std::string base() const {
    const auto facts = find_image(*docker_, kBaseTag);
    return facts ? facts->id : "";
  }
  std::size_t count(const std::string& what) const {
    const auto list = docker_->call(
        "GET", what + "?all=1&" + label_filter(std::string(kTestLabel) + "=" + mark_));
    EXPECT_TRUE(list && list->body.is_array());
    return list && list->body.is_array() ? list->body.size() : 99;
  }
  bool happens(const std::function<bool()>& condition) const {
    SystemClock clock;
    return wait_for(clock, "a condition", kLong, [&]() -> Result<bool> { return condition(); })
        .has_value();
  }

  std::optional<DockerClient> docker_;
  std::string mark_;
};

TEST_F(ImagesTest, OwnProgramsRunInTheirImage) {
  const auto sources = recipe_sources();
  ASSERT_TRUE(sources) << to_string(sources.error());
  const auto built = build_images(*docker_, *sources, {{"authd"}, false}, [](const auto&) {});
  ASSERT_TRUE(built) << to_string(built.error().front());
  ASSERT_EQ(built->size(), 1u);
  EXPECT_TRUE(built->front().current);

  // Again: nothing to do.
  std::vector<BuildEvent::Kind> kinds;
  ASSERT_TRUE(build_images(*docker_, *sources, {{"authd"}, false},
                           [&](const BuildEvent& event) { kinds.push_back(event.kind); }));
  EXPECT_THAT(kinds, ElementsAre(BuildEvent::Kind::began, BuildEvent::Kind::current));

  const auto made = docker_->call("POST", "/containers/create",
                                  json{{"Image", image_for("authd")},
                                       {"Cmd", {"authd", "--help"}},
                                       {"Labels", {{kTestLabel, mark_}}},
                                       {"HostConfig", {{"NetworkMode", "none"}}}});
  ASSERT_TRUE(made && made->fine()) << (made ? made->complaint() : to_string(made.error()));
  const std::string container = "/containers/" + made->body.value("Id", "");
  EXPECT_TRUE(docker_->call("POST", container + "/start")->fine());
  const auto ended = docker_->call("POST", container + "/wait", nullptr, kLong);
  const auto log = docker_->call("GET", container + "/logs?stdout=1&stderr=1");
  const auto about = docker_->call("GET", container + "/json");
  EXPECT_TRUE(docker_->call("DELETE", container + "?force=1")->fine());
  ASSERT_TRUE(ended && log && about);
  EXPECT_THAT(log->raw, HasSubstr("The auth backend of Misfire"));
  EXPECT_EQ(ended->body.value("StatusCode", -1), 0) << log->raw;
  EXPECT_EQ(about->body["Config"].value("User", ""), "10001:10001");
}

TEST_F(ImagesTest, WhoeverComesSecondWaitsAndSaysSo) {
  const auto sources = recipe_sources();
  ASSERT_TRUE(sources) << to_string(sources.error());
  auto turn = take_build_turn(docker_->endpoint(), [] {});
  ASSERT_TRUE(turn) << to_string(turn.error());
  std::vector<BuildEvent> events;
  const auto built = build_images(*docker_, *sources, {{"authd"}, false}, [&](const auto& event) {
    events.push_back(event);
    // Whatever else happens, happens after the first has ended.
    if (event.kind == BuildEvent::Kind::note) *turn = Descriptor();
  });
  ASSERT_TRUE(built) << to_string(built.error().front());
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(events.front().kind, BuildEvent::Kind::note);
  EXPECT_THAT(events.front().text, HasSubstr("by another command"));
  EXPECT_TRUE(built->front().current);
}

TEST_F(ImagesTest, AMissingImageIsToldWithWhatToDo) {
  const auto facts = find_image(*docker_, "misfire/there-is-none:0");
  ASSERT_FALSE(facts);
  EXPECT_THAT(to_string(facts.error()), HasSubstr("build it: misfire images build"));
}

TEST_F(ImagesTest, AFailedStepIsQuotedAndLeavesNothing) {
  if (base().empty()) GTEST_SKIP() << "there is no base image: misfire images build base";
  const auto built = build_image(*docker_, recipe("RUN touch /a\nRUN echo 'so it says'; exit 7"),
                                 base(), true, [](const auto&) {});
  ASSERT_FALSE(built);
  EXPECT_EQ(built.error().code, ErrorCode::environment);
  EXPECT_THAT(built.error().message, HasSubstr("in step 6 of 6: RUN echo 'so it says'; exit 7"));
  EXPECT_THAT(built.error().message, HasSubstr("| so it says"));
  EXPECT_EQ(count("/containers/json"), 0u);
  EXPECT_EQ(count("/images/json"), 0u);
}

TEST_F(ImagesTest, AFullDiskIsNamed) {
  if (base().empty()) GTEST_SKIP() << "there is no base image: misfire images build base";
  const auto built =
      build_image(*docker_, recipe("RUN head -c 500000000 /dev/zero >/dev/shm/all-there-is"),
                  base(), true, [](const auto&) {});
  ASSERT_FALSE(built);
  EXPECT_THAT(built.error().hint, HasSubstr("the disk is full"));
  EXPECT_EQ(count("/containers/json"), 0u);
  EXPECT_EQ(count("/images/json"), 0u);
}

TEST_F(ImagesTest, AnInterruptedBuildLeavesNothing) {
  if (base().empty()) GTEST_SKIP() << "there is no base image: misfire images build base";
  for (const int signal : {SIGINT, SIGKILL}) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::signal(SIGINT, remember_interrupt);
      const auto built =
          build_image(*docker_, recipe("RUN sleep 1000"), base(), true, [](const auto&) {});
      ::_exit(!built && built.error().message == "interrupted" ? 0 : 1);
    }
    EXPECT_TRUE(happens([&] { return count("/containers/json") == 1; }))
        << "the step does not begin";
    ::kill(child, signal);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    if (signal == SIGINT) {
      EXPECT_EQ(status, 0);
      EXPECT_EQ(count("/containers/json"), 0u);
      EXPECT_EQ(count("/images/json"), 0u);
    } else {
      // The daemon removes the container by itself; the images go with the next build.
      EXPECT_TRUE(happens([&] { return count("/containers/json") == 0; }));
      EXPECT_FALSE(build_image(*docker_, recipe("RUN false"), base(), true, [](const auto&) {}));
      EXPECT_EQ(count("/images/json"), 0u);
    }
  }
}

}  // namespace
}  // namespace misfire
