#include "monitor/check_files.hpp"

#include <fmt/format.h>

#include "base/process.hpp"
#include "base/temporary_folder.hpp"

namespace misfire {
namespace {

constexpr auto kPatience = std::chrono::seconds(30);
constexpr int kNotItsOpinion = 126;  // a shell's "cannot run", and 128 + a signal

void erase_all(std::string& text, const std::string& what) {
  for (std::size_t at; (at = text.find(what)) != std::string::npos;) text.erase(at, what.size());
}

/// One call of a tool that reads rendered files.
struct Approval {
  std::string tool;               ///< in messages
  std::vector<std::string> argv;  ///< run in the folder of the files
};

/// Files that nobody knows the origin of are named as they are.
Origins all_origins(const FileSet& files, Origins known) {
  for (const auto& [name, bytes] : files) known.try_emplace(name, Origin{name, {}, {}});
  return known;
}

Checked<void> approve(const Approval& approval, const FileSet& files, const Origins& origins) {
  const auto folder = TemporaryFolder::make(approval.tool);
  if (!folder) return tl::unexpected(Errors{folder.error()});
  if (auto written = write_files(folder->path(), files); !written) {
    return tl::unexpected(Errors{written.error()});
  }
  const auto run = run_tool(approval.argv, kPatience, folder->path());
  if (!run) return tl::unexpected(Errors{run.error()});
  if (run->exit_code == 0) return {};
  std::string said = run->output;
  erase_all(said, folder->path().string() + "/");
  if (run->exit_code >= kNotItsOpinion) {
    return tl::unexpected(
        Errors{Error{ErrorCode::environment,
                     fmt::format("{} broke down (exit code {}): {}", approval.argv.front(),
                                 run->exit_code, said),
                     fmt::format("does {} --version work?", approval.argv.front()),
                     {}}});
  }
  return tl::unexpected(
      complaints_about(all_origins(files, origins), said, approval.tool + " refuses this"));
}

}  // namespace

Checked<void> check_prometheus(const FileSet& files, const fs::path& promtool,
                               const Origins& origins) {
  return approve({"promtool", {promtool.string(), "check", "config", "prometheus.yml"}}, files,
                 origins);
}

Checked<void> check_alertmanager(const FileSet& files, const fs::path& amtool,
                                 const Origins& origins) {
  return approve({"amtool", {amtool.string(), "check-config", "alertmanager.yml"}}, files, origins);
}

Checked<void> check_blackbox(const FileSet& files, const fs::path& exporter,
                             const Origins& origins) {
  if (files.empty()) return {};
  return approve(
      {"blackbox_exporter", {exporter.string(), "--config.check", "--config.file=blackbox.yml"}},
      files, origins);
}

}  // namespace misfire
