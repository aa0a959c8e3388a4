// Replays of a run of the quick system, as people and their pull requests ask for them.
#include <gmock/gmock.h>

#include "integration/replay_comparison.hpp"
#include "paths.hpp"

namespace misfire {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// One recording for all that is asked of it: a run takes longer than all of its replays.
class QuickRun {
 public:
  static fs::path system() { return fs::path(kSourceDir) / "tests/trouble/quick"; }
  static fs::path rules() { return system() / "monitoring/rules"; }

  /// To its end, so that a miss is certain; a shorter end than in other tests.
  void record() {
    const fs::path scenario = path("quick.toml");
    fs::copy_file(system() / "quick.toml", scenario);
    replace_in(scenario, "recovery = \"5m\"", "recovery = \"2m\"");
    replace_in(scenario, "for = \"3m\"", "for = \"1m40s\"");
    replace_in(scenario, "within = \"2m30s\"", "within = \"1m30s\"");
    replace_in(scenario, "within = \"2m30s\"", "within = \"1m30s\"");
    replace_in(scenario, "within = \"4m\"", "within = \"1m50s\"");
    const Said run = misfire_says({"run", scenario.string(), "--whole", "--system",
                                   (system() / "system.toml").string(), "--speed", "25",
                                   "--reports", runs().string()});
    ASSERT_EQ(run.exit_code, 0) << run.text;
  }
  fs::path runs() const { return path("runs"); }
  fs::path replays() const { return path("replays"); }
  fs::path path(const std::string& name) const { return scratch_.path() / name; }

  /// A copy of the rules, with something replaced.
  fs::path changed_rules(const std::string& name, const std::string& from,
                         const std::string& to) const {
    fs::create_directory(path(name));
    fs::copy_file(rules() / "quick.yml", path(name) / "quick.yml");
    replace_in(path(name) / "quick.yml", from, to);
    return path(name);
  }
  /// A copy of the recording.
  fs::path copy(const std::string& name) const {
    fs::copy(only_folder_in(runs()), path(name), fs::copy_options::recursive);
    return path(name);
  }
  /// No replays are there before it.
  Said replay(const fs::path& what, const std::vector<std::string>& more = {}) const {
    std::error_code ignored;
    fs::remove_all(replays(), ignored);
    std::vector<std::string> args{"replay", what.string(), "--reports", replays().string()};
    args.insert(args.end(), more.begin(), more.end());
    return misfire_says(args);
  }
  /// Exit code 2, these words, and nothing was made.
  void expect_mistake(const fs::path& what, const std::vector<std::string>& more,
                      const std::vector<std::string>& words) const {
    const Said said = replay(what, more);
    EXPECT_EQ(said.exit_code, 2) << said.text;
    for (const std::string& word : words) EXPECT_THAT(said.text, HasSubstr(word));
    EXPECT_FALSE(fs::exists(replays())) << said.text;
  }

 private:
  Scratch scratch_;
};

void unchanged_rules_do_what_they_did(const QuickRun& quick) {
  const Row row = replay_and_compare(only_folder_in(quick.runs()), quick.path("same"));
  EXPECT_GT(row.changes + row.excused, 4);
  EXPECT_GT(row.notifications, 2);
}

void a_raised_threshold_is_a_miss_in_the_pull_request(const QuickRun& quick) {
  const fs::path raised = quick.changed_rules("raised", "> 0.1", "> 0.9");
  const Said said = quick.replay(quick.runs(), {"--rules", raised.string(), "--against",
                                                QuickRun::rules().string(), "--markdown"});
  EXPECT_EQ(said.exit_code, 1) << said.text;
  EXPECT_THAT(said.text, HasSubstr("### misfire: 1 scenario, 1 regression"));
  EXPECT_THAT(said.text, HasSubstr("| ✗ | quick-weight-skew | pass → fail | missed |"));
  EXPECT_THAT(said.text, HasSubstr("never crossed its threshold"));
  const Said alone = quick.replay(quick.runs(), {"--rules", raised.string()});
  EXPECT_EQ(alone.exit_code, 1) << alone.text;
}

void an_unharmed_change_is_no_regression(const QuickRun& quick) {
  const fs::path lower = quick.changed_rules("lower", "> 0.1", "> 0.08");
  const Said said = quick.replay(
      quick.runs(), {"--rules", lower.string(), "--against", QuickRun::rules().string(), "--json"});
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_EQ(said.suite.at("regressions"), 0);
}

void a_label_that_nothing_has_is_why_an_alert_cannot_fire(const QuickRun& quick) {
  const fs::path other = quick.changed_rules("label", "auth_logins_total{job=\"auth\", outcome",
                                             "auth_logins_total{job=\"auht\", outcome");
  const Said said = quick.replay(quick.runs(), {"--rules", other.string(), "--json"});
  EXPECT_EQ(said.exit_code, 1) << said.text;
  const auto& silent = said.run().at("silent");
  ASSERT_EQ(silent.size(), 1u) << said.text;
  EXPECT_EQ(silent.at(0).at("alert"), "LoginFailureRatioHigh");
  EXPECT_THAT(silent.at(0).at("text").get<std::string>(), HasSubstr("job=\"auht\""));
}

/// Of what has a past, hours are missing; of what has no series there is none to be missed.
void a_window_of_hours_is_full_where_there_is_nothing(const QuickRun& quick) {
  const std::string failed = "auth_logins_total{job=\"auth\", outcome!~\"ok|denied\"}[";
  const fs::path hours = quick.changed_rules("hours", failed + "30s]", failed + "6h]");
  const Said some = quick.replay(quick.runs(), {"--rules", hours.string()});
  EXPECT_EQ(some.exit_code, 3) << some.text;
  EXPECT_THAT(some.text, HasSubstr("(6 h) was not filled"));
  const fs::path nobody =
      quick.changed_rules("nobody", failed + "30s]", "auth_logins_total{job=\"auht\"}[6h]");
  const Said none = quick.replay(quick.runs(), {"--rules", nobody.string()});
  EXPECT_EQ(none.exit_code, 1) << none.text;
  EXPECT_THAT(none.text, Not(HasSubstr("was not filled")));
}

void a_route_that_is_taken_away_is_a_miss(const QuickRun& quick) {
  const fs::path routing = quick.path("alertmanager.yml");
  fs::copy_file(QuickRun::system() / "monitoring/alertmanager.yml", routing);
  replace_in(routing, "matchers: [severity=\"page\", team=\"auth\"]",
             "matchers: [severity=\"page\", team=\"nobody\"]");
  const Said said = quick.replay(quick.runs(), {"--alertmanager", routing.string()});
  EXPECT_EQ(said.exit_code, 1) << said.text;
  EXPECT_THAT(said.text, HasSubstr("fired, but went to `default`"));
}

void phases_tell_how_much_was_luck(const QuickRun& quick) {
  const Said said = quick.replay(quick.runs(), {"--phases", "4", "--json"});
  ASSERT_EQ(said.suite.at("runs").size(), 4u) << said.text;
  const auto& repeats = said.suite.at("repeats").at(0);
  EXPECT_EQ(repeats.at("scenario"), "quick-weight-skew");
  double earliest = 1e9, latest = 0;
  for (const auto& stage : repeats.at("stages")) {
    if (stage.at("stage") != "pending") continue;
    earliest = std::min(earliest, stage.at("min_s").get<double>());
    latest = std::max(latest, stage.at("max_s").get<double>());
  }
  EXPECT_LT(earliest, latest) << said.text;
}

void a_recording_travels_in_one_file(const QuickRun& quick) {
  const fs::path file = quick.path("all.tar.zst"), to = quick.path("imported");
  const Said exported = misfire_says({"recordings", "export", quick.runs().string(), "--to", file});
  ASSERT_EQ(exported.exit_code, 0) << exported.text;
  const Said imported = misfire_says({"recordings", "import", file, "--reports", to});
  ASSERT_EQ(imported.exit_code, 0) << imported.text;
  const Said said = quick.replay(to);
  EXPECT_EQ(said.exit_code, 0) << said.text;
  const Said same = misfire_says({"compare", quick.runs().string(), to.string(), "--json"});
  EXPECT_EQ(same.exit_code, 0) << same.text;
  EXPECT_EQ(same.suite.at("regressions"), 0);

  // Half of it is no recording, and leaves nothing.
  fs::resize_file(file, fs::file_size(file) / 2);
  const Said half =
      misfire_says({"recordings", "import", file, "--reports", quick.path("half").string()});
  EXPECT_EQ(half.exit_code, 2) << half.text;
  EXPECT_THAT(half.text, HasSubstr("cannot be imported"));
  EXPECT_THAT(folders_in(quick.path("half")), IsEmpty());
}

void mistakes_are_told_with_their_place(const QuickRun& quick) {
  const auto rules = [&](const std::string& name, const std::string& from, const std::string& to) {
    return std::vector<std::string>{"--rules", quick.changed_rules(name, from, to).string()};
  };
  quick.expect_mistake(quick.runs(), {"--rules", quick.path("nothing.yml").string()},
                       {"nothing.yml"});
  quick.expect_mistake(quick.runs(), rules("promql", "> 0.1", "> "),
                       {"promql/quick.yml:", "LoginFailureRatioHigh"});
  quick.expect_mistake(quick.runs(), rules("function", "max(", "mox("),
                       {"function/quick.yml:", "mox"});
  quick.expect_mistake(quick.runs(),
                       rules("metric", "auth_logins_total{job", "auth_login_total{job"),
                       {"metric/quick.yml:", "cannot be replayed", "auth_login_total",
                        "did you mean \"auth_logins_total\"?"});
  quick.expect_mistake(quick.runs(), rules("circle", "expr: vector(1)", "expr: count(ALERTS) > 0"),
                       {"circle/quick.yml:", "Watchdog reads what it makes itself"});
  quick.expect_mistake(quick.runs(), rules("future", "expr: vector(1)", "expr: up offset -1m"),
                       {"future/quick.yml:",
                        "Watchdog: offset -1m asks for samples that come after the evaluation"});
  quick.expect_mistake(quick.runs(), rules("at", "expr: vector(1)", "expr: up @ 9e9"),
                       {"at/quick.yml:", "Watchdog: @ 9e9 asks for samples"});
  quick.expect_mistake(quick.runs(), {"--alertmanager", (QuickRun::rules() / "quick.yml").string()},
                       {"quick.yml"});
  quick.expect_mistake(QuickRun::rules(), {}, {"is no run, and there is none in it"});
}

/// An alert that reads another's state without the name of its metric fires all the same.
void an_alert_is_read_by_its_labels_alone(const QuickRun& quick) {
  const fs::path rules = quick.changed_rules("labels", "expr: vector(1)",
                                             R"(expr: '{alertname="Login\x46ailureRatioHigh"}')");
  const Said said = quick.replay(quick.runs(), {"--rules", rules.string()});
  const std::string history =
      read_file(only_folder_in(only_folder_in(quick.replays())) / "history.jsonl").value();
  EXPECT_THAT(history, HasSubstr("\"alertname\":\"Watchdog\"")) << said.text;
}

/// Its interval is longer than the recording.
void a_group_that_is_not_evaluated_misses_nothing(const QuickRun& quick) {
  const fs::path rules = quick.changed_rules("yearly", "rules:", "interval: 1y\n    rules:");
  const Said said = quick.replay(quick.runs(), {"--rules", rules.string(), "--json"});
  EXPECT_EQ(said.exit_code, 3) << said.text;
  EXPECT_THAT(said.suite.dump(), HasSubstr("its group was not evaluated"));
}

/// A file of the recording.
fs::path first_file(const fs::path& run, const std::string& name) {
  for (const auto& entry : fs::recursive_directory_iterator(run / "metrics")) {
    if (entry.path().filename() == name) return entry.path();
  }
  ADD_FAILURE() << "there is no " << name << " in " << run;
  return {};
}

/// Nothing is not taken for a world in which nothing happened.
void what_is_damaged_is_refused(const QuickRun& quick) {
  const fs::path bare = quick.copy("bare");
  fs::remove(bare / "metrics/recording.json");
  quick.expect_mistake(bare, {}, {"it kept no recording of its metrics"});

  const fs::path without_block = quick.copy("without-block");
  fs::remove_all(first_file(without_block, "index").parent_path());
  quick.expect_mistake(without_block, {}, {"cannot be replayed: metrics/", "is missing"});

  const fs::path flipped = quick.copy("flipped");
  const fs::path chunks = first_file(flipped, "000001");
  auto bytes = read_file(chunks).value();
  bytes[bytes.size() / 2] ^= 1;
  std::ofstream(chunks, std::ios::binary) << bytes;
  quick.expect_mistake(flipped, {}, {"chunks/000001 is damaged"});

  for (const char* file : {"logins.bin", "report.json"}) {
    const fs::path without = quick.copy(std::string("without-") + file);
    fs::remove(without / file);
    quick.expect_mistake(without, {}, {"cannot be replayed: ", file, "is missing"});
  }

  const fs::path changed = quick.copy("changed");
  replace_in(changed / "metrics/recording.json", "\"rules_loaded\": 1", "\"rules_loaded\": 2");
  quick.expect_mistake(changed, {}, {"metrics/recording.json: "});

  const fs::path other_rules = quick.copy("other-rules");
  replace_in(other_rules / "config/prometheus/rules/quick.yml", "> 0.1", "> 0.2");
  quick.expect_mistake(other_rules, {}, {"config/prometheus/rules/quick.yml is damaged"});

  // What does not belong to it does no harm.
  const fs::path foreign = quick.copy("foreign");
  std::ofstream(foreign / "metrics/notes.txt") << "ours\n";
  fs::create_directory(foreign / "metrics/01KBAAAAAAAAAAAAAAAAAAAAAA");
  const Said said = quick.replay(foreign);
  EXPECT_EQ(said.exit_code, 0) << said.text;
}

/// In a folder of runs, one that proves nothing does not keep the others from being replayed.
void a_run_that_was_given_up_is_left_out(const QuickRun& quick) {
  const fs::path folder = quick.path("mixed"), given_up = folder / "given-up";
  fs::create_directory(folder);
  fs::rename(quick.copy("sound"), folder / "sound");
  fs::rename(quick.copy("up"), given_up);
  fs::remove_all(given_up / "metrics");
  fs::resize_file(given_up / "history.jsonl", fs::file_size(given_up / "history.jsonl") / 2);
  const Said both = quick.replay(folder);
  EXPECT_EQ(both.exit_code, 0) << both.text;
  EXPECT_THAT(both.text, HasSubstr("left out: "));
  const Said alone = quick.replay(given_up);
  EXPECT_EQ(alone.exit_code, 3) << alone.text;
  EXPECT_THAT(alone.text, HasSubstr("recorded nothing: the run was given up"));
}

/// Part of every whole suite: what the balancer cannot do.
void what_is_unsupported_is_left_out(const QuickRun& quick) {
  const fs::path folder = quick.path("suite");
  const Said run = misfire_says(
      {"run", (fs::path(kSourceDir) / "scenarios/masking/cached-login.toml").string(), "--system",
       (QuickRun::system() / "system.toml").string(), "--reports", folder.string()});
  ASSERT_EQ(run.exit_code, 0) << run.text;
  const Said alone = quick.replay(folder);
  EXPECT_EQ(alone.exit_code, 3) << alone.text;
  EXPECT_THAT(alone.text, HasSubstr("recorded nothing: the scenario is unsupported there"));
  fs::rename(quick.copy("supported"), folder / "supported");
  const Said both = quick.replay(folder);
  EXPECT_EQ(both.exit_code, 0) << both.text;
  EXPECT_THAT(both.text, HasSubstr("left out: "));
}

TEST(Replay, OfTheQuickSystem) {
  QuickRun quick;
  ASSERT_NO_FATAL_FAILURE(quick.record());
  for (const auto& [name, act] : std::vector<std::pair<const char*, void (*)(const QuickRun&)>>{
           {"unchanged", unchanged_rules_do_what_they_did},
           {"raised", a_raised_threshold_is_a_miss_in_the_pull_request},
           {"unharmed", an_unharmed_change_is_no_regression},
           {"label", a_label_that_nothing_has_is_why_an_alert_cannot_fire},
           {"hours", a_window_of_hours_is_full_where_there_is_nothing},
           {"route", a_route_that_is_taken_away_is_a_miss},
           {"phases", phases_tell_how_much_was_luck},
           {"travels", a_recording_travels_in_one_file},
           {"labels", an_alert_is_read_by_its_labels_alone},
           {"yearly", a_group_that_is_not_evaluated_misses_nothing},
           {"mistakes", mistakes_are_told_with_their_place},
           {"damaged", what_is_damaged_is_refused},
           {"given up", a_run_that_was_given_up_is_left_out},
           {"unsupported", what_is_unsupported_is_left_out}}) {
    SCOPED_TRACE(name);
    act(quick);
  }
}

/// The table of docs/replay.md.
TEST(Replay, OfTheRunsInAFolder) {
  const char* runs = std::getenv("MISFIRE_REPLAY_RUNS");
  if (runs == nullptr) GTEST_SKIP() << "MISFIRE_REPLAY_RUNS names none";
  const Scratch scratch;
  const Said said = misfire_says({"replay", runs, "--reports", scratch.path().string()});
  EXPECT_TRUE(said.exit_code == 0 || said.exit_code == 1) << said.text;
  fmt::print(
      "| recording | changes of alerts | furthest | notifications | furthest | close calls |\n"
      "| --- | --- | --- | --- | --- | --- |\n");
  for (const fs::path& replay : folders_in(only_folder_in(scratch.path()))) {
    const Row row =
        compare_with_replay(replay.filename(), fs::path(runs) / replay.filename(), replay);
    fmt::print("| {} | {} | {:.3f} ms | {} | {:.0f} ms | {} |\n", row.scenario, row.changes,
               row.worst_change / kMs, row.notifications, row.worst_arrival / kMs, row.excused);
  }
}

}  // namespace
}  // namespace misfire
