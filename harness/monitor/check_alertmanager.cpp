#include "monitor/check_alertmanager.hpp"

#include <fmt/format.h>

#include "base/process.hpp"
#include "base/temporary_folder.hpp"

namespace misfire {
namespace {

/// What amtool complains about, without its report of what was fine.
std::string complaint(const std::string& output) {
  std::string text = output;
  if (const auto failed = text.find("FAILED: "); failed != text.npos) text.erase(0, failed + 8);
  if (const auto more = text.find("\namtool: error"); more != text.npos) text.erase(more);
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

}  // namespace

Result<void> check_alertmanager(const FileSet& files, const fs::path& amtool) {
  const auto folder = TemporaryFolder::make("amtool");
  if (!folder) return tl::unexpected(folder.error());
  if (auto written = write_files(folder->path(), files); !written) return written;
  const auto run = run_tool({amtool.string(), "check-config", "alertmanager.yml"},
                            std::chrono::seconds(30), folder->path());
  if (!run) return tl::unexpected(run.error());
  if (run->exit_code != 0) {
    return usage_error(
        fmt::format("amtool refuses the Alertmanager configuration: {}", complaint(run->output)));
  }
  return {};
}

}  // namespace misfire
