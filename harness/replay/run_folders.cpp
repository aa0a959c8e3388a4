#include "replay/run_folders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace misfire {
namespace {

constexpr std::size_t kMostJson = 256u << 20;

bool is_run(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_regular_file(folder / "plan.json", ignored);
}

Error mistake(std::string message, std::string hint = {}) {
  return {ErrorCode::usage, std::move(message), std::move(hint), {}};
}

/// Of misfire.suite/1.
Checked<std::vector<fs::path>> runs_of_json(const fs::path& file) {
  const auto text = read_file(file, kMostJson);
  if (!text) return tl::unexpected(Errors{mistake(text.error().message, text.error().hint)});
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  const auto runs = json.is_object() ? json.find("runs") : json.end();
  if (!json.is_object() || runs == json.end() || !runs->is_array()) {
    return tl::unexpected(Errors{
        mistake(fmt::format("{} is no suite", file.string()), "misfire run --json prints one")});
  }
  std::vector<fs::path> folders;
  for (const auto& run : *runs) {
    const auto folder = run.is_object() ? run.find("folder") : run.end();
    if (!run.is_object() || folder == run.end() || !folder->is_string())
      continue;  // it did not run
    folders.emplace_back(folder->get<std::string>());
    if (!is_run(folders.back())) {
      return tl::unexpected(Errors{mistake(fmt::format("{} names the run {}, which is not there",
                                                       file.string(), folders.back().string()))});
    }
  }
  return folders;
}

Checked<std::vector<fs::path>> runs_in(const fs::path& path) {
  std::error_code error;
  if (is_run(path)) return std::vector<fs::path>{path};
  if (fs::is_regular_file(path, error)) return runs_of_json(path);
  std::vector<fs::path> inside;
  for (fs::directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
    if (is_run(at->path())) inside.push_back(at->path());
  }
  if (error || inside.empty()) {
    return tl::unexpected(Errors{
        mistake(error ? fmt::format("{} cannot be read: {}", path.string(), error.message())
                      : fmt::format("{} is no run, and there is none in it", path.string()),
                "give folders of runs, as reports/<time>-<scenario>-<id>, or a folder of them")});
  }
  std::sort(inside.begin(), inside.end());
  return inside;
}

}  // namespace

Checked<std::vector<fs::path>> run_folders(const std::vector<fs::path>& given) {
  std::vector<fs::path> folders;
  Errors errors;
  for (const fs::path& path : given) {
    const auto found = runs_in(path);
    if (found) {
      folders.insert(folders.end(), found->begin(), found->end());
    } else {
      errors.insert(errors.end(), found.error().begin(), found.error().end());
    }
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  std::set<fs::path> seen;
  std::erase_if(folders, [&](const fs::path& folder) {
    std::error_code error;
    const fs::path real = fs::canonical(folder, error);
    return !error && !seen.insert(real).second;
  });
  return folders;
}

Checked<std::vector<RunResult>> read_suite(const fs::path& given) {
  const auto folders = run_folders({given});
  if (!folders) return tl::unexpected(folders.error());
  std::vector<RunResult> runs;
  Errors errors;
  for (const fs::path& folder : *folders) {
    auto run = judge_again(folder, {});
    if (run) {
      runs.push_back(std::move(*run));
    } else {
      errors.insert(errors.end(), run.error().begin(), run.error().end());
    }
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return runs;
}

}  // namespace misfire
