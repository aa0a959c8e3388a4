#include "monitor/check_prometheus.hpp"

#include <fmt/format.h>

#include "base/process.hpp"
#include "base/temporary_folder.hpp"

namespace misfire {
namespace {

void erase_all(std::string& text, const std::string& what) {
  for (std::size_t at; (at = text.find(what)) != std::string::npos;) text.erase(at, what.size());
}

}  // namespace

Result<void> check_prometheus(const FileSet& files, const fs::path& promtool) {
  const auto folder = TemporaryFolder::make("promtool");
  if (!folder) return tl::unexpected(folder.error());
  if (auto written = write_files(folder->path(), files); !written) return written;
  const auto run = run_tool({promtool.string(), "check", "config", "prometheus.yml"},
                            std::chrono::seconds(30), folder->path());
  if (!run) return tl::unexpected(run.error());
  if (run->exit_code == 0) return {};
  std::string said = run->output;
  erase_all(said, folder->path().string() + "/");
  while (!said.empty() && said.back() == '\n') said.pop_back();
  return usage_error(fmt::format("promtool refuses the Prometheus configuration:\n{}", said),
                     "run promtool check config on the original file");
}

}  // namespace misfire
