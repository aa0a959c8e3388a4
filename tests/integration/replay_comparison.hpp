// A run beside its replay with unchanged rules: every alert and every notification must be where it
// was.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "integration/misfire_program.hpp"

namespace misfire {

inline constexpr double kMs = 1e6;  // nanoseconds
inline constexpr double kArrival = 50 * kMs;
// What arrives while everything is taken down may be missed by either.
inline constexpr double kEnd = 300 * kMs;

struct Told {
  std::vector<nlohmann::json> events;
  double end = 0;  ///< when what was sent was counted
};

inline Told history_of(const fs::path& folder) {
  Told told;
  std::ifstream file(folder / "history.jsonl");
  for (std::string line; std::getline(file, line);) {
    told.events.push_back(nlohmann::json::parse(line));
    const nlohmann::json& event = told.events.back();
    if (event.at("kind") == "collected") told.end = event.at("at").get<double>();
  }
  return told;
}

/// "TrafficImbalance firing" and so on → when, in order.
using Times = std::map<std::string, std::vector<double>>;

template <class Name>
Times times(const Told& told, const std::string& kind, Name name) {
  Times all;
  for (const nlohmann::json& event : told.events) {
    if (event.at("kind") != kind) continue;
    all[name(event.at("data"))].push_back(event.at("at").get<double>());
  }
  for (auto& [what, at] : all) std::sort(at.begin(), at.end());
  return all;
}

inline std::string alert_of(const nlohmann::json& data) {
  return data.at("labels").at("alertname").get<std::string>();
}

inline Times changes(const Told& told) {
  return times(told, "alert_changed", [](const nlohmann::json& data) {
    return alert_of(data) + " " + data.at("state").get<std::string>();
  });
}

inline Times sendings(const Told& told) {
  return times(told, "alert_sent", [](const nlohmann::json& data) {
    return alert_of(data) + (data.at("resolved") == true ? " resolved" : "");
  });
}

inline std::string alerts_of(const nlohmann::json& notified) {
  std::string names;
  for (const nlohmann::json& alert : notified.at("alerts")) {
    names += (names.empty() ? "" : ", ") + alert_of(alert);
    if (alert.at("resolved") == true) names += " resolved";
  }
  return names;
}

inline Times notifications(const Told& told) {
  return times(told, "notified", [](const nlohmann::json& data) {
    return fmt::format("{} → {} by {}{}{}", alerts_of(data), data.at("receiver").get<std::string>(),
                       data.at("integration").get<std::string>(),
                       data.at("index") == 0 ? "" : fmt::format("[{}]", data.at("index").dump()),
                       data.at("observer") == true ? " (observer)" : "");
  });
}

/// How late the live Prometheus was in sending, at most, by alert: its machine was busy with all
/// the rest of the run.
inline double lateness(const Times& live, const Times& replayed, const std::string& alert) {
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

inline std::vector<fs::path> folders_in(const fs::path& path) {
  std::vector<fs::path> found;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(path, ignored)) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

inline fs::path only_folder_in(const fs::path& path) {
  const auto found = folders_in(path);
  EXPECT_EQ(found.size(), 1u) << path;
  return found.empty() ? fs::path() : found.front();
}

struct Row {
  std::string scenario;
  int changes = 0, notifications = 0, excused = 0;
  double worst_change = 0, worst_arrival = 0;  ///< nanoseconds
};

/// Compares a run with its replay; every difference is a failure of the test.
inline Row compare_with_replay(const std::string& scenario, const fs::path& live_folder,
                               const fs::path& replay) {
  const Told live = history_of(live_folder), replayed = history_of(replay);
  const auto about = nlohmann::json::parse(*read_file(replay / "replay.json"));
  std::string close;  // what could have fallen out otherwise
  for (const nlohmann::json& call : about.at("close_calls"))
    close += call.at("what").get<std::string>() + "\n";

  Row row;
  row.scenario = scenario;
  const Times before = changes(live), after = changes(replayed);
  for (const auto& [what, at] : before) {
    const std::string alert = what.substr(0, what.find(' '));
    const auto found = after.find(what);
    double furthest = 0;
    const auto near = [&](double a, double b) {
      furthest = std::max(furthest, std::abs(a - b));
      return furthest <= kMs;
    };
    const bool same =
        found != after.end() &&
        std::equal(at.begin(), at.end(), found->second.begin(), found->second.end(), near);
    if (!same && close.find(alert + " was evaluated just when") != close.npos) {
      ++row.excused;
      continue;
    }
    row.changes += static_cast<int>(at.size());
    row.worst_change = std::max(row.worst_change, furthest);
    EXPECT_TRUE(same) << scenario << ": " << what << " happened " << at.size()
                      << " times, replayed " << (found == after.end() ? 0 : found->second.size())
                      << " times, or not when it did";
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
      EXPECT_THAT(close, ::testing::HasSubstr(alert))
          << scenario << ": " << what << " came " << at.size() << " times, replayed "
          << again.size();
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

/// Replays a run into `to`, `with` the files that it ran with or none.
inline Row replay_and_compare(const fs::path& run, const fs::path& to,
                              const std::vector<std::string>& with = {}) {
  std::vector<std::string> args{"replay", run.string(), "--reports", to.string()};
  args.insert(args.end(), with.begin(), with.end());
  const Said said = misfire_says(args);
  EXPECT_EQ(said.exit_code, 0) << said.text;
  const fs::path replay = only_folder_in(only_folder_in(to));
  const Said compared = misfire_says({"compare", run.string(), replay.string(), "--json"});
  EXPECT_EQ(compared.exit_code, 0) << compared.text;
  return compare_with_replay(run.filename(), run, replay);
}

}  // namespace misfire
