#include "monitor/check_files.hpp"

#include <fmt/format.h>

namespace misfire {
namespace {

constexpr auto kPatience = std::chrono::seconds(30);
constexpr int kNotItsOpinion = 126;  // a shell's "cannot run", and 128 + a signal
constexpr int kGoCrash = 2;          // of Go's runtime, which then shows what its goroutines did

/// One call of a tool that reads rendered files.
struct Approval {
  std::string name;     ///< in messages
  const char* program;  ///< that runs the files which the tool reads
  const Tool& tool;
  std::vector<std::string> args;
};

/// Files that nobody knows the origin of are named as they are.
Origins all_origins(const FileSet& files, Origins known) {
  for (const auto& [name, bytes] : files) known.try_emplace(name, Origin{name, {}, {}});
  return known;
}

/// "2.42.0" of "promtool, version 2.42.0+ds (branch: …"; "" where it does not say.
std::string version_of(const Tool& tool) {
  const auto run = tool.run({"--version"}, kPatience);
  const std::string said = run ? run->output : "";
  constexpr std::string_view kWord = "version ";
  const std::size_t at = said.find(kWord);
  if (at == std::string::npos) return "";
  const std::size_t begin = at + kWord.size();
  return said.substr(begin, said.find_first_not_of("0123456789.", begin) - begin);
}

/// What this version does not know, another may.
Errors with_version(Errors errors, const Approval& approval) {
  for (Error& error : errors) {
    if (error.message.find("unknown key") == std::string::npos || !error.hint.empty()) continue;
    const std::string version = version_of(approval.tool);
    if (version.empty()) continue;
    error.hint = fmt::format(
        "{0} {1}, which runs here, does not know it; [programs] {0} and {2} may name a newer one",
        approval.program, version, approval.name);
  }
  return errors;
}

bool broke_down(const ToolRun& run) {
  if (run.exit_code >= kNotItsOpinion) return true;
  return run.exit_code == kGoCrash && run.output.find("\ngoroutine ") != std::string::npos;
}

Checked<void> approve(const Approval& approval, const FileSet& files, const Origins& origins) {
  const auto run = approval.tool.run(approval.args, kPatience, files);
  if (!run) return tl::unexpected(Errors{run.error()});
  if (run->exit_code == 0) return {};
  if (broke_down(*run)) {
    return tl::unexpected(
        Errors{Error{ErrorCode::environment,
                     fmt::format("{} broke down (exit code {}): {}", approval.tool.program(),
                                 run->exit_code, run->output.substr(0, run->output.find('\n'))),
                     fmt::format("does {} --version work?", approval.tool.program()),
                     {}}});
  }
  return tl::unexpected(with_version(
      complaints_about(all_origins(files, origins), run->output, approval.name + " refuses this"),
      approval));
}

}  // namespace

Checked<void> check_prometheus(const FileSet& files, const Tool& promtool, const Origins& origins) {
  return approve({"promtool", "prometheus", promtool, {"check", "config", "prometheus.yml"}}, files,
                 origins);
}

Checked<void> check_alertmanager(const FileSet& files, const Tool& amtool, const Origins& origins) {
  return approve({"amtool", "alertmanager", amtool, {"check-config", "alertmanager.yml"}}, files,
                 origins);
}

Checked<void> check_blackbox(const FileSet& files, const Tool& exporter, const Origins& origins) {
  if (files.empty()) return {};
  return approve({"blackbox_exporter",
                  "blackbox_exporter",
                  exporter,
                  {"--config.check", "--config.file=blackbox.yml"}},
                 files, origins);
}

}  // namespace misfire
