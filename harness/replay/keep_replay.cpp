#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "history/codec.hpp"
#include "history/crc32.hpp"
#include "replay/copy_evidence.hpp"
#include "replay/replay.hpp"
#include "run/reports.hpp"

namespace misfire {
namespace {

Result<void> write_history(std::vector<Event> events, std::string_view plan, const fs::path& file) {
  std::string text;
  Link link;
  for (Event& event : events) {
    if (auto* began = std::get_if<RunBegan>(&event.fact)) {
      began->plan = fmt::format("{:08x}", crc32(plan));
    }
    const std::string line = encode(event, link);
    link = after(link, line);
    text += line + '\n';
  }
  return write_file(file, text);
}

std::string about(const Recording& recording, const ReplayPlan& plan, const Replayed& replayed) {
  nlohmann::json rules = nlohmann::json::array(), close = nlohmann::json::array();
  for (const fs::path& file : plan.files.rules) rules.push_back(file.string());
  for (const CloseCall& call : replayed.close_calls) {
    close.push_back({{"at", to_nanos(call.at)},
                     {"margin_ms", std::chrono::duration<double, std::milli>(call.margin).count()},
                     {"what", call.what}});
  }
  const nlohmann::json file{
      {"schema", "misfire.replay/1"},   {"of", recording.folder.string()},
      {"rules", std::move(rules)},      {"alertmanager", plan.files.alertmanager.string()},
      {"phase", replayed.phase},        {"limits", plan.limits},
      {"close_calls", std::move(close)}};
  return file.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace

Checked<RunResult> keep_replay(const Recording& recording, const ReplayPlan& given,
                               const Replayed& replayed, const fs::path& folder) {
  const std::string plan = to_json(replayed.plan);
  auto done =
      make_folder(folder)
          .and_then([&] { return write_file(folder / "plan.json", plan); })
          .and_then(
              [&] { return write_file(folder / "replay.json", about(recording, given, replayed)); })
          .and_then([&] { return write_history(replayed.events, plan, folder / "history.jsonl"); })
          .and_then(
              [&] { return copy_evidence(recording.folder / "logins.bin", folder / "logins.bin"); })
          // It tells which programs ran.
          .and_then([&] {
            return copy_evidence(recording.folder / "report.json", folder / "report.json");
          });
  if (!done) return tl::unexpected(Errors{done.error()});
  auto result = judge_again(folder, {});
  if (!result) return result;
  done = write_file(folder / "report.json", result->report).and_then([&] {
    return write_reports(*result, folder);
  });
  if (!done) return tl::unexpected(Errors{done.error()});
  return result;
}

}  // namespace misfire
