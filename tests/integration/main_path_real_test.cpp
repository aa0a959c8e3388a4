// The main path, end to end, on the real HAProxy, Prometheus and Alertmanager at speed 30.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "integration/replay_comparison.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;

const std::vector<std::string> kStages{"effect", "pending", "firing", "sent", "notified"};

/// Every stage is there, and none comes before the one before it.
void expect_stages_in_order(const nlohmann::json& alert) {
  double last = 0;
  for (const std::string& stage : kStages) {
    ASSERT_TRUE(alert.at("stages").contains(stage)) << alert.dump(2);
    const double at = alert.at("stages").at(stage).get<double>();
    EXPECT_GE(at, last) << stage << " in " << alert.dump(2);
    last = at;
  }
}

const nlohmann::json* alert_named(const nlohmann::json& run, const std::string& name) {
  for (const auto& alert : run.at("alerts")) {
    if (alert.at("name") == name && alert.at("met") == true) return &alert;
  }
  return nullptr;
}

TEST(MainPath, FebruaryOutageIsNoticedByTheRightPeople) {
  const Scratch scratch;
  const Said said = run_at_30(scratch, library("weights/feb-18.toml"));
  ASSERT_EQ(said.exit_code, 0) << said.text;
  const auto& run = said.run();
  EXPECT_EQ(run.at("verdict"), "pass");
  EXPECT_GE(run.at("impact").at("failed_ratio").get<double>(), 0.25);
  EXPECT_LE(run.at("impact").at("failed_ratio").get<double>(), 0.35);
  EXPECT_TRUE(run.at("restoration").at("identical").get<bool>());
  const auto* symptom = alert_named(run, "LoginFailureRatioHigh");
  ASSERT_NE(symptom, nullptr) << run.at("alerts").dump(2);
  EXPECT_EQ(symptom->at("team"), "auth");
  expect_stages_in_order(*symptom);
  const auto* cause = alert_named(run, "TrafficImbalance");
  ASSERT_NE(cause, nullptr) << run.at("alerts").dump(2);
  EXPECT_EQ(cause->at("team"), "network");
  expect_stages_in_order(*cause);

  // The same run, judged by a stricter scenario, fails without starting anything.
  fs::copy_file(library("weights/feb-18.toml"), scratch.path() / "strict.toml");
  replace_in(scratch.path() / "strict.toml", "within = \"5m\"", "within = \"1s\"");
  const Said again = misfire_says({"judge", run.at("folder").get<std::string>(), "--scenario",
                                   (scratch.path() / "strict.toml").string(), "--json"});
  EXPECT_EQ(again.exit_code, 1) << again.text;
  EXPECT_THAT(again.reasons(), HasSubstr("too late"));
  // Another experiment, or a component that nobody defines, is a mistake and no verdict.
  const Said twin = misfire_says({"judge", run.at("folder").get<std::string>(), "--scenario",
                                  library("weights/feb-18-twin.toml").string()});
  EXPECT_EQ(twin.exit_code, 2) << twin.text;
  fs::copy_file(library("weights/feb-18.toml"), scratch.path() / "typo.toml");
  replace_in(scratch.path() / "typo.toml", "\"database\"", "\"databse\"");
  const Said typo = misfire_says({"judge", run.at("folder").get<std::string>(), "--scenario",
                                  (scratch.path() / "typo.toml").string()});
  EXPECT_EQ(typo.exit_code, 2) << typo.text;
  EXPECT_THAT(typo.text, HasSubstr("did you mean \"database\"?"));
  const Said same = misfire_says({"judge", run.at("folder").get<std::string>(), "--json"});
  EXPECT_EQ(same.exit_code, 0) << same.text;

  // Replayed with the files that it ran with, it is the same.
  const fs::path monitoring = fs::path(kSourceDir) / "fixtures/monitoring";
  const Row row = replay_and_compare(run.at("folder").get<std::string>(), scratch.path() / "again",
                                     {"--rules", (monitoring / "rules").string(), "--alertmanager",
                                      (monitoring / "alertmanager.yml").string()});
  EXPECT_GT(row.changes, 5);
  EXPECT_GT(row.notifications, 5);
}

TEST(MainPath, TheTwinPagesNobody) {
  const Scratch scratch;
  const Said said = run_at_30(scratch, library("weights/feb-18-twin.toml"));
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_EQ(said.run().at("verdict"), "pass");
  for (const auto& alert : said.run().at("alerts")) {
    EXPECT_FALSE(alert.at("page") == true && alert.at("stages").contains("notified"))
        << alert.dump(2);
  }
}

TEST(MainPath, ASecondRunGoesByThePastThatTheFirstSaw) {
  const Scratch scratch;
  const fs::path quick = fs::path(kSourceDir) / "tests/trouble/quick";
  ::setenv("XDG_CACHE_HOME", scratch.path().c_str(), 1);
  const auto run = [&] {
    return misfire_says({"run", (quick / "quick-fill.toml").string(), "--system",
                         (quick / "system-fill.toml").string(), "--speed", "25", "--json",
                         "--reports", (scratch.path() / "reports").string()});
  };
  const Said first = run(), second = run();
  EXPECT_EQ(first.exit_code, 0) << first.text;
  EXPECT_EQ(second.exit_code, 0) << second.text;
  EXPECT_THAT(first.text, ::testing::Not(HasSubstr("as an earlier run saw it")));
  EXPECT_THAT(second.text, HasSubstr("as an earlier run saw it"));
  // It need not look first, which takes Prometheus five seconds.
  EXPECT_LT(second.run().at("wall_s").at("fill"), first.run().at("wall_s").at("fill"));

  // A past that is not this system's is noticed, and forgotten.
  fs::path kept;
  for (const auto& entry : fs::directory_iterator(scratch.path() / "misfire/pasts")) {
    ASSERT_TRUE(kept.empty());
    kept = entry.path();
  }
  auto past = nlohmann::json::parse(read_file(kept).value());
  for (auto& series : past) {
    series["per_second"] = 3 * series["per_second"].get<double>();
  }
  ASSERT_TRUE(write_file(kept, past.dump()));
  const Said third = run();
  ::unsetenv("XDG_CACHE_HOME");
  EXPECT_EQ(third.exit_code, 3) << third.text;
  EXPECT_THAT(third.reasons(), HasSubstr("the past was written as an earlier run saw it, but"));
  EXPECT_FALSE(fs::exists(kept));
}

TEST(MainPath, TheSameScenarioOnARenamedSystemHasTheSameVerdict) {
  const Scratch scratch;
  const fs::path fixtures = scratch.fixtures();
  struct Seen {
    fs::path path;
    ino_t inode;
    timespec written;
    std::string bytes;
  };
  std::vector<Seen> before;
  for (const auto& entry : fs::recursive_directory_iterator(fixtures)) {
    if (!entry.is_regular_file()) continue;
    struct stat info = {};
    ASSERT_EQ(::stat(entry.path().c_str(), &info), 0);
    before.push_back({entry.path(), info.st_ino, info.st_mtim, *read_file(entry.path())});
  }
  const Said said = run_at_30(scratch, library("weights/feb-18.toml"), fixtures / "renamed.toml");
  ASSERT_EQ(said.exit_code, 0) << said.text;
  EXPECT_EQ(said.run().at("verdict"), "pass");
  for (const Seen& file : before) {  // what the user gave is as it was
    struct stat info = {};
    ASSERT_EQ(::stat(file.path.c_str(), &info), 0) << file.path;
    EXPECT_EQ(info.st_ino, file.inode) << file.path;
    EXPECT_EQ(info.st_mtim.tv_sec, file.written.tv_sec) << file.path;
    EXPECT_EQ(info.st_mtim.tv_nsec, file.written.tv_nsec) << file.path;
    EXPECT_EQ(*read_file(file.path), file.bytes) << file.path;
  }
}

}  // namespace
}  // namespace misfire
