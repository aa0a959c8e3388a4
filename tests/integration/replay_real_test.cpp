// What runs recorded is replayed with the rules and the routing that ran: every alert and every
// notification must be where it was. Prints the table of docs/replay.md.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>
#include <map>

#include "integration/misfire_program.hpp"

namespace misfire {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr double kMs = 1e6;  // nanoseconds
constexpr double kArrival = 50 * kMs;
// What arrives while everything is taken down may be missed by either.
constexpr double kEnd = 300 * kMs;

struct Told {
  std::vector<json> events;
  double end = 0;  ///< when what was sent was counted
};

Told history_of(const fs::path& folder) {
  Told told;
  std::ifstream file(folder / "history.jsonl");
  for (std::string line; std::getline(file, line);) {
    told.events.push_back(json::parse(line));
    const json& event = told.events.back();
    if (event.at("kind") == "collected") told.end = event.at("at").get<double>();
  }
  return told;
}

/// "TrafficImbalance firing" and so on → when, in order.
using Times = std::map<std::string, std::vector<double>>;

template <class Name>
Times times(const Told& told, const std::string& kind, Name name) {
  Times all;
  for (const json& event : told.events) {
    if (event.at("kind") != kind) continue;
    all[name(event.at("data"))].push_back(event.at("at").get<double>());
  }
  for (auto& [what, at] : all) std::sort(at.begin(), at.end());
  return all;
}

std::string alert_of(const json& data) {
  return data.at("labels").at("alertname").get<std::string>();
}

Times changes(const Told& told) {
  return times(told, "alert_changed", [](const json& data) {
    return alert_of(data) + " " + data.at("state").get<std::string>();
  });
}

Times sendings(const Told& told) {
  return times(told, "alert_sent", [](const json& data) {
    return alert_of(data) + (data.at("resolved") == true ? " resolved" : "");
  });
}

std::string alerts_of(const json& notified) {
  std::string names;
  for (const json& alert : notified.at("alerts")) {
    names += (names.empty() ? "" : ", ") + alert_of(alert);
    if (alert.at("resolved") == true) names += " resolved";
  }
  return names;
}

Times notifications(const Told& told) {
  return times(told, "notified", [](const json& data) {
    return fmt::format("{} → {} by {}{}{}", alerts_of(data), data.at("receiver").get<std::string>(),
                       data.at("integration").get<std::string>(),
                       data.at("index") == 0 ? "" : fmt::format("[{}]", data.at("index").dump()),
                       data.at("observer") == true ? " (observer)" : "");
  });
}

/// How late the live Prometheus was in sending, at most, by alert: its machine was busy with all
/// the rest of the run.
double lateness(const Times& live, const Times& replayed, const std::string& alert) {
  double most = 0;
  for (const auto& [what, at] : live) {
    const auto other = replayed.find(what);
    if (other == replayed.end() || !what.starts_with(alert)) continue;
    for (std::size_t i = 0; i < std::min(at.size(), other->second.size()); ++i) {
      most = std::max(most, std::abs(at[i] - other->second[i]));
    }
  }
  return most;
}

struct Row {
  std::string scenario;
  int changes = 0, notifications = 0, excused = 0;
  double worst_change = 0, worst_arrival = 0;  ///< nanoseconds
};

/// Compares a run with its replay; every difference is a failure of the test.
Row compare(const std::string& scenario, const fs::path& live_folder, const fs::path& replay) {
  const Told live = history_of(live_folder), replayed = history_of(replay);
  const json about = json::parse(*read_file(replay / "replay.json"));
  std::string close;  // what could have fallen out otherwise
  for (const json& call : about.at("close_calls"))
    close += call.at("what").get<std::string>() + "\n";

  Row row;
  row.scenario = scenario;
  const Times before = changes(live), after = changes(replayed);
  for (const auto& [what, at] : before) {
    const std::string alert = what.substr(0, what.find(' '));
    const auto found = after.find(what);
    const bool same = found != after.end() && found->second.size() == at.size();
    if (close.find(alert + " was evaluated just when") != close.npos) {
      ++row.excused;
      continue;
    }
    EXPECT_TRUE(same) << scenario << ": " << what << " happened " << at.size()
                      << " times, replayed " << (found == after.end() ? 0 : found->second.size());
    for (std::size_t i = 0; same && i < at.size(); ++i, ++row.changes) {
      const double off = std::abs(at[i] - found->second[i]);
      row.worst_change = std::max(row.worst_change, off);
      EXPECT_LE(off, kMs) << scenario << ": " << what;
    }
  }
  for (const auto& [what, at] : after) {
    EXPECT_TRUE(before.count(what) > 0 || close.find(what.substr(0, what.find(' '))) != close.npos)
        << scenario << ": " << what << " was replayed and never happened";
  }

  const Times sent_live = sendings(live), sent_replayed = sendings(replayed);
  Times came = notifications(live), comes = notifications(replayed);
  for (const auto& [what, at] : came) comes.try_emplace(what);
  for (const auto& [what, again] : comes) {
    const std::vector<double>& at = came[what];
    const std::string alert = what.substr(0, what.find_first_of(" ,"));
    const auto in_time = [](const std::vector<double>& all, double end) {
      return static_cast<std::size_t>(
          std::count_if(all.begin(), all.end(), [&](double t) { return t < end - kEnd; }));
    };
    const std::size_t sure = in_time(at, live.end), sure_again = in_time(again, replayed.end);
    if (at.size() < sure_again || again.size() < sure) {
      // A repetition, or a flush, whose time was as good as another's.
      EXPECT_THAT(close, HasSubstr(alert)) << scenario << ": " << what << " came " << at.size()
                                           << " times, replayed " << again.size();
      ++row.excused;
      continue;
    }
    const double late = lateness(sent_live, sent_replayed, alert);
    for (std::size_t i = 0; i < std::min(at.size(), again.size()); ++i) {
      const double off = std::abs(at[i] - again[i]);
      if (off > kArrival + late && close.find(alert) != close.npos) {
        ++row.excused;
        continue;
      }
      ++row.notifications;
      row.worst_arrival = std::max(row.worst_arrival, off);
      EXPECT_LE(off, kArrival + late)
          << scenario << ": " << what << ", sent up to " << late / kMs << " ms late";
    }
  }
  return row;
}

void print_table(const std::vector<Row>& rows) {
  fmt::print(
      "| recording | changes of alerts | furthest | notifications | furthest | close calls |\n"
      "| --- | --- | --- | --- | --- | --- |\n");
  for (const Row& row : rows) {
    fmt::print("| {} | {} | {:.3f} ms | {} | {:.0f} ms | {} |\n", row.scenario, row.changes,
               row.worst_change / kMs, row.notifications, row.worst_arrival / kMs, row.excused);
  }
}

fs::path only_folder_in(const fs::path& path) {
  fs::path found;
  for (const auto& entry : fs::directory_iterator(path)) {
    EXPECT_TRUE(found.empty()) << "more than one in " << path;
    found = entry.path();
  }
  return found;
}

TEST(Replay, UnchangedRulesDoWhatTheyDid) {
  const Scratch scratch;
  const fs::path quick = fs::path(SOURCE_DIR) / "tests/trouble/quick";
  const fs::path fixtures = fs::path(SOURCE_DIR) / "fixtures/monitoring";
  std::vector<Row> rows;
  struct Case {
    fs::path scenario, system, rules, alertmanager;
    std::string speed;
  };
  for (const Case& one : {Case{library("weights/feb-18.toml"),
                               {},
                               fixtures / "rules",
                               fixtures / "alertmanager.yml",
                               "30"},
                          Case{library("weights/feb-18-twin.toml"), {}, {}, {}, "30"},
                          Case{quick / "quick.toml", quick / "system.toml", {}, {}, "25"}}) {
    const std::string name = one.scenario.stem();
    const fs::path reports = scratch.path() / name;
    std::vector<std::string> run{"run",     one.scenario.string(), "--speed",
                                 one.speed, "--reports",           reports.string()};
    if (!one.system.empty()) run.insert(run.end(), {"--system", one.system.string()});
    const Said live = misfire_says(run);
    ASSERT_EQ(live.exit_code, 0) << live.text;
    std::vector<std::string> replay{"replay", reports.string(), "--reports",
                                    (scratch.path() / (name + "-replay")).string()};
    if (!one.rules.empty()) replay.insert(replay.end(), {"--rules", one.rules.string()});
    if (!one.alertmanager.empty()) {
      replay.insert(replay.end(), {"--alertmanager", one.alertmanager.string()});
    }
    const Said again = misfire_says(replay);
    EXPECT_EQ(again.exit_code, 0) << again.text;
    const fs::path folder = only_folder_in(only_folder_in(scratch.path() / (name + "-replay")));
    rows.push_back(compare(name, only_folder_in(reports), folder));
    const Said compared = misfire_says({"compare", reports.string(), folder.string(), "--json"});
    EXPECT_EQ(compared.exit_code, 0) << compared.text;
    EXPECT_EQ(compared.suite.at("regressions"), 0) << compared.text;
  }
  print_table(rows);
  EXPECT_GT(rows[0].changes, 5);
  EXPECT_GT(rows[0].notifications, 5);
}

/// One recording of the quick system for all of these.
class ReplayQuick : public ::testing::Test {
 protected:
  static fs::path quick() { return fs::path(SOURCE_DIR) / "tests/trouble/quick"; }

  static void SetUpTestSuite() {
    scratch_ = new Scratch;
    const Said run = misfire_says({"run", (quick() / "quick.toml").string(), "--system",
                                   (quick() / "system.toml").string(), "--speed", "25", "--reports",
                                   runs().string()});
    ASSERT_EQ(run.exit_code, 0) << run.text;
  }
  static void TearDownTestSuite() {
    delete scratch_;
    scratch_ = nullptr;
  }
  static fs::path runs() { return scratch_->path() / "runs"; }
  static fs::path replays() { return scratch_->path() / "replays"; }

  /// A copy of the rules, with something replaced.
  static fs::path changed_rules(const std::string& name, const std::string& from,
                                const std::string& to) {
    const fs::path folder = scratch_->path() / name;
    fs::create_directory(folder);
    fs::copy_file(quick() / "monitoring/rules/quick.yml", folder / "quick.yml");
    replace_in(folder / "quick.yml", from, to);
    return folder;
  }
  static Said replay(std::vector<std::string> more) {
    std::vector<std::string> args{"replay", runs().string(), "--reports", replays().string()};
    args.insert(args.end(), more.begin(), more.end());
    return misfire_says(args);
  }
  /// Exit code 2, these words, and nothing was made.
  static void expect_mistake(const std::vector<std::string>& more,
                             const std::vector<std::string>& words) {
    std::error_code ignored;
    fs::remove_all(replays(), ignored);
    const Said said = replay(more);
    EXPECT_EQ(said.exit_code, 2) << said.text;
    for (const std::string& word : words) EXPECT_THAT(said.text, HasSubstr(word));
    EXPECT_FALSE(fs::exists(replays() / "anything")) << said.text;
  }
  static Scratch* scratch_;
};
Scratch* ReplayQuick::scratch_ = nullptr;

TEST_F(ReplayQuick, ARaisedThresholdIsAMissInThePullRequest) {
  const fs::path raised = changed_rules("raised", "> 0.1", "> 0.9");
  const Said said = replay({"--rules", raised.string(), "--against",
                            (quick() / "monitoring/rules").string(), "--markdown"});
  EXPECT_EQ(said.exit_code, 1) << said.text;
  EXPECT_THAT(said.text, HasSubstr("### misfire: 1 scenario, 1 regression"));
  EXPECT_THAT(said.text, HasSubstr("| ✗ | quick-weight-skew | pass → fail | missed |"));
  EXPECT_THAT(said.text, HasSubstr("never crossed its threshold"));
  const Said alone = replay({"--rules", raised.string()});
  EXPECT_EQ(alone.exit_code, 1) << alone.text;
}

TEST_F(ReplayQuick, AnUnharmedChangeIsNoRegression) {
  const fs::path lower = changed_rules("lower", "> 0.1", "> 0.08");
  const Said said = replay(
      {"--rules", lower.string(), "--against", (quick() / "monitoring/rules").string(), "--json"});
  EXPECT_EQ(said.exit_code, 0) << said.text;
  EXPECT_EQ(said.suite.at("regressions"), 0);
}

TEST_F(ReplayQuick, ARouteThatIsTakenAwayIsAMiss) {
  const fs::path routing = scratch_->path() / "alertmanager.yml";
  fs::copy_file(quick() / "monitoring/alertmanager.yml", routing);
  replace_in(routing, "matchers: [severity=\"page\", team=\"auth\"]",
             "matchers: [severity=\"page\", team=\"nobody\"]");
  const Said said = replay({"--alertmanager", routing.string()});
  EXPECT_EQ(said.exit_code, 1) << said.text;
  EXPECT_THAT(said.text, HasSubstr("went to `default`, not to team auth"));
}

TEST_F(ReplayQuick, PhasesTellHowMuchWasLuck) {
  const Said said = replay({"--phases", "4", "--json"});
  EXPECT_EQ(said.suite.at("runs").size(), 4u) << said.text;
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

TEST_F(ReplayQuick, ARecordingTravelsInOneFile) {
  const fs::path file = scratch_->path() / "all.tar.zst", to = scratch_->path() / "imported";
  const Said exported = misfire_says({"recordings", "export", runs().string(), "--to", file});
  ASSERT_EQ(exported.exit_code, 0) << exported.text;
  const Said imported = misfire_says({"recordings", "import", file, "--reports", to});
  ASSERT_EQ(imported.exit_code, 0) << imported.text;
  const Said said = misfire_says({"replay", to.string(), "--reports", replays().string()});
  EXPECT_EQ(said.exit_code, 0) << said.text;
  const Said same = misfire_says({"compare", runs().string(), to.string(), "--json"});
  EXPECT_EQ(same.exit_code, 0) << same.text;
  EXPECT_EQ(same.suite.at("regressions"), 0);
}

TEST_F(ReplayQuick, MistakesAreToldWithTheirPlaceAndNothingIsStarted) {
  expect_mistake({"--rules", (scratch_->path() / "nothing.yml").string()}, {"nothing.yml"});
  expect_mistake({"--rules", changed_rules("promql", "> 0.1", "> ").string()},
                 {"promql/quick.yml:", "LoginFailureRatioHigh"});
  expect_mistake({"--rules", changed_rules("function", "max(", "mox(").string()},
                 {"function/quick.yml:", "mox"});
  expect_mistake(
      {"--rules",
       changed_rules("metric", "auth_logins_total{job", "auth_login_total{job").string()},
      {"metric/quick.yml:", "cannot be replayed", "auth_login_total",
       "did you mean \"auth_logins_total\"?"});
  expect_mistake(
      {"--rules", changed_rules("circle", "expr: vector(1)", "expr: count(ALERTS) > 0").string()},
      {"circle/quick.yml:", "Watchdog reads what it makes itself"});
  expect_mistake({"--alertmanager", (quick() / "monitoring/rules/quick.yml").string()},
                 {"quick.yml"});
  const Said nowhere = misfire_says({"replay", scratch_->path().string()});
  EXPECT_EQ(nowhere.exit_code, 2) << nowhere.text;
  EXPECT_THAT(nowhere.text, HasSubstr("is no run, and there is none in it"));
}

TEST_F(ReplayQuick, ARunWithoutARecordingIsRefused) {
  const fs::path copy = scratch_->path() / "without";
  fs::copy(only_folder_in(runs()), copy, fs::copy_options::recursive);
  fs::remove(copy / "metrics/recording.json");
  const Said said = misfire_says({"replay", copy.string(), "--reports", replays().string()});
  EXPECT_EQ(said.exit_code, 2) << said.text;
  EXPECT_THAT(said.text, HasSubstr("it kept no recording of its metrics"));
}

}  // namespace
}  // namespace misfire
