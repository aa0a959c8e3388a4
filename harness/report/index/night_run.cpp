#include "report/index/index.hpp"

#include <fmt/format.h>

#include "report/lenient_json.hpp"

namespace misfire {
namespace {

using Json = nlohmann::json;
using lenient::number;
using lenient::objects;
using lenient::text;

/// "20261124T010203Z-…" → "2026-11-24 01:02"; "" for a name of another form.
std::string when_of(const std::string& folder) {
  const std::string stamp = "ddddddddTddddddZ";
  if (folder.size() < stamp.size()) return {};
  for (std::size_t i = 0; i < stamp.size(); ++i) {
    const bool digit = folder[i] >= '0' && folder[i] <= '9';
    if (stamp[i] == 'd' ? !digit : folder[i] != stamp[i]) return {};
  }
  return fmt::format("{}-{}-{} {}:{}", folder.substr(0, 4), folder.substr(4, 2),
                     folder.substr(6, 2), folder.substr(9, 2), folder.substr(11, 2));
}

}  // namespace

std::optional<NightRun> night_run(const std::string& folder, const std::string& report_json) {
  const Json report = Json::parse(report_json, nullptr, false);
  if (!report.is_object() || text(report, "schema") != "misfire.run/1") return {};
  NightRun run;
  run.folder = folder;
  run.when = when_of(folder);
  if (run.when.empty()) return {};
  run.name = text(report, "scenario");
  run.verdict = text(report, "verdict");
  if (const auto reasons = lenient::texts(report, "reasons"); !reasons.empty()) {
    run.reason = reasons.front();
  }
  if (const auto wall = report.find("wall_s"); wall != report.end() && wall->is_object()) {
    for (const auto& [phase, s] : wall->items()) {
      if (s.is_number()) run.wall_s += s.get<double>();
    }
  }
  for (const Json& alert : objects(report, "alerts")) {
    if (!lenient::flag(alert, "expected")) continue;
    run.told.push_back({text(alert, "name"), text(alert, "team"), number(alert, "notified_s"),
                        number(alert, "within_s")});
  }
  for (const Json& expectation : objects(report, "expectations")) {
    const auto gap = expectation.find("gap");
    if (gap == expectation.end() || !gap->is_object()) continue;
    run.gaps.push_back({text(*gap, "ticket"), text(*gap, "until"), text(*gap, "state")});
  }
  return run;
}

}  // namespace misfire
