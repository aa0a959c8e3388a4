#include "run/run_process.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace misfire {
namespace {

constexpr int kUsage = 2;  // README, "Exit codes"

/// How a process ended that said nothing else.
std::string ended_text(int exit_code) {
  return exit_code > 128 ? fmt::format("signal {}", exit_code - 128)
                         : fmt::format("exit code {}", exit_code);
}

}  // namespace

std::vector<std::string> run_command(const fs::path& program, const RunOptions& options,
                                     SuitePlace place) {
  std::vector<std::string> words{program.string(),
                                 "run",
                                 "--json",
                                 "--speed",
                                 options.auto_speed ? "auto" : fmt::format("{}", options.speed),
                                 "--seed",
                                 std::to_string(options.seed),
                                 "--phase",
                                 std::to_string(options.phase),
                                 "--reports",
                                 options.reports.string(),
                                 "--place",
                                 std::to_string(place.number),
                                 std::to_string(place.of)};
  if (!options.system.empty()) words.insert(words.end(), {"--system", options.system.string()});
  if (!options.engine.empty()) words.insert(words.end(), {"--engine", options.engine});
  if (options.whole) words.push_back("--whole");
  words.insert(words.end(), {"--", options.scenario.string()});  // whatever its name begins with
  return words;
}

Result<RunProcess> RunProcess::start(const RunOptions& options, SuitePlace place) {
  auto child = Child::start(run_command(program_folder() / "misfire", options, place));
  if (!child) return tl::unexpected(child.error());
  return RunProcess(std::move(*child));
}

std::vector<std::string> RunProcess::poll() {
  child_->poll();
  auto lines = child_->take_lines();
  if (!lines.empty()) last_line_ = lines.back();
  return lines;
}

Checked<fs::path> folder_in_output(int exit_code, const std::string& output,
                                   const std::string& last_line) {
  const auto suite = nlohmann::json::parse(output, nullptr, false);
  const auto runs = suite.is_object() ? suite.find("runs") : suite.end();
  if (!suite.is_object() || runs == suite.end() || !runs->is_array() || runs->size() != 1 ||
      !runs->front().is_object()) {
    std::string what = "the run's process left no readable report: it ended with ";
    what += ended_text(exit_code);
    // Progress is indented.
    if (const auto begin = last_line.find_first_not_of(' '); begin != std::string::npos) {
      what += "; its last words: " + last_line.substr(begin);
    }
    return tl::unexpected(Errors{{ErrorCode::environment, std::move(what)}});
  }
  const auto& run = runs->front();
  if (const auto folder = run.find("folder"); folder != run.end() && folder->is_string()) {
    return fs::path(folder->get<std::string>());
  }
  Errors errors;
  const ErrorCode code = exit_code == kUsage ? ErrorCode::usage : ErrorCode::environment;
  if (const auto reasons = run.find("reasons"); reasons != run.end() && reasons->is_array()) {
    for (const auto& reason : *reasons) {
      if (reason.is_string()) errors.push_back({code, reason.get<std::string>()});
    }
  }
  if (errors.empty()) errors.push_back({code, "it did not run, and does not say why"});
  return tl::unexpected(std::move(errors));
}

Checked<RunResult> RunProcess::result() const {
  const auto folder = folder_in_output(child_->exit_code(), child_->output(), last_line_);
  if (!folder) return tl::unexpected(folder.error());
  return read_run(*folder);
}

}  // namespace misfire
