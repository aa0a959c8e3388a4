#include "replay/run_folders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "run/suite_folder.hpp"

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

/// The suite that a path means: the file itself, or the one in a suite's folder.
std::optional<fs::path> suite_file(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored)) return path;
  if (fs::is_regular_file(path / kSuiteFile, ignored)) return path / kSuiteFile;
  return {};
}

/// The runs of misfire.suite/1.
Result<nlohmann::json> runs_of_json(const fs::path& file) {
  const auto text = read_file(file, kMostJson);
  if (!text) return tl::unexpected(mistake(text.error().message, text.error().hint));
  auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object() || !json.contains("runs") || !json["runs"].is_array()) {
    return tl::unexpected(
        mistake(fmt::format("{} is no suite", file.string()), "misfire run --json prints one"));
  }
  return std::move(json["runs"]);
}

std::string text_in(const nlohmann::json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return object.is_object() && found != object.end() && found->is_string()
             ? found->get<std::string>()
             : "";
}

Checked<std::vector<fs::path>> folders_of_suite(const fs::path& file) {
  const auto runs = runs_of_json(file);
  if (!runs) return tl::unexpected(Errors{runs.error()});
  std::vector<fs::path> folders;
  for (const auto& run : *runs) {
    const fs::path folder = text_in(run, "folder");
    if (folder.empty()) continue;  // it did not run
    // Reports may have been carried elsewhere, as a whole: there the runs are the suite's siblings.
    const fs::path sibling = fs::absolute(file).parent_path().parent_path() / folder.filename();
    if (!is_run(folder) && !is_run(sibling)) {
      return tl::unexpected(Errors{mistake(
          fmt::format("{} names the run {}, which is not there", file.string(), folder.string()))});
    }
    folders.push_back(is_run(folder) ? folder : sibling);
  }
  return folders;
}

Checked<std::vector<fs::path>> runs_in(const fs::path& path) {
  std::error_code error;
  if (is_run(path)) return std::vector<fs::path>{path};
  if (const auto suite = suite_file(path)) return folders_of_suite(*suite);
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

std::vector<DidNotRun> did_not_run(const std::vector<fs::path>& given) {
  std::vector<DidNotRun> all;
  for (const fs::path& path : given) {
    const auto suite = is_run(path) ? std::nullopt : suite_file(path);
    const auto runs = suite ? runs_of_json(*suite) : Result<nlohmann::json>();
    if (!runs) continue;
    for (const auto& run : *runs) {
      if (!text_in(run, "folder").empty()) continue;
      const auto reasons = run.is_object() ? run.find("reasons") : run.end();
      const bool told = run.is_object() && reasons != run.end() && reasons->is_array() &&
                        !reasons->empty() && reasons->front().is_string();
      all.push_back({text_in(run, "scenario"), text_in(run, "system"),
                     told ? reasons->front().get<std::string>() : "it did not run"});
    }
  }
  return all;
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
