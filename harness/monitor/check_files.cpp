#include "monitor/check_files.hpp"

#include <fmt/format.h>

namespace misfire {
namespace {

constexpr auto kPatience = std::chrono::seconds(30);
constexpr int kNotItsOpinion = 126;  // a shell's "cannot run", and 128 + a signal

/// One call of a tool that reads rendered files.
struct Approval {
  std::string name;  ///< in messages
  const Tool& tool;
  std::vector<std::string> args;
};

/// Files that nobody knows the origin of are named as they are.
Origins all_origins(const FileSet& files, Origins known) {
  for (const auto& [name, bytes] : files) known.try_emplace(name, Origin{name, {}, {}});
  return known;
}

Checked<void> approve(const Approval& approval, const FileSet& files, const Origins& origins) {
  const auto run = approval.tool.run(approval.args, kPatience, files);
  if (!run) return tl::unexpected(Errors{run.error()});
  if (run->exit_code == 0) return {};
  if (run->exit_code >= kNotItsOpinion) {
    return tl::unexpected(
        Errors{Error{ErrorCode::environment,
                     fmt::format("{} broke down (exit code {}): {}", approval.tool.program(),
                                 run->exit_code, run->output),
                     fmt::format("does {} --version work?", approval.tool.program()),
                     {}}});
  }
  return tl::unexpected(
      complaints_about(all_origins(files, origins), run->output, approval.name + " refuses this"));
}

}  // namespace

Checked<void> check_prometheus(const FileSet& files, const Tool& promtool, const Origins& origins) {
  return approve({"promtool", promtool, {"check", "config", "prometheus.yml"}}, files, origins);
}

Checked<void> check_alertmanager(const FileSet& files, const Tool& amtool, const Origins& origins) {
  return approve({"amtool", amtool, {"check-config", "alertmanager.yml"}}, files, origins);
}

Checked<void> check_blackbox(const FileSet& files, const Tool& exporter, const Origins& origins) {
  if (files.empty()) return {};
  return approve({"blackbox_exporter", exporter, {"--config.check", "--config.file=blackbox.yml"}},
                 files, origins);
}

}  // namespace misfire
