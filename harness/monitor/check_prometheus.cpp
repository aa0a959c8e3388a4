#include "monitor/check_prometheus.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <system_error>

#include "base/process.hpp"

namespace misfire {
namespace {

struct TemporaryFolder {
  fs::path path;
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path.empty()) fs::remove_all(path, ignored);
  }
};

void erase_all(std::string& text, const std::string& what) {
  for (std::size_t at; (at = text.find(what)) != std::string::npos;) text.erase(at, what.size());
}

}  // namespace

Result<void> check_prometheus(const FileSet& files, const fs::path& promtool) {
  std::string name = (fs::temp_directory_path() / "misfire-check-XXXXXX").string();
  if (!::mkdtemp(name.data()))
    return environment_error("cannot make a temporary folder in " + name);
  const TemporaryFolder folder{name};
  for (const auto& [path, bytes] : files) {
    const fs::path file = folder.path / path;
    if (const auto made = make_folder(file.parent_path()); !made) return made;
    if (const auto written = write_file(file, bytes); !written) return written;
  }
  const auto run = run_tool({promtool.string(), "check", "config", "prometheus.yml"},
                            std::chrono::seconds(30), folder.path);
  if (!run) return tl::unexpected(run.error());
  if (run->exit_code == 0) return {};
  std::string said = run->output;
  erase_all(said, folder.path.string() + "/");
  while (!said.empty() && said.back() == '\n') said.pop_back();
  return usage_error(fmt::format("promtool refuses the Prometheus configuration:\n{}", said),
                     "run promtool check config on the original file");
}

}  // namespace misfire
