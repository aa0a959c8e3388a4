#include "monitor/check_alertmanager.hpp"

#include <fmt/format.h>
#include <stdlib.h>

#include "base/process.hpp"

namespace misfire {
namespace {

/// A folder that goes with its owner.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::error_code ignored;
    std::string pattern = (fs::temp_directory_path(ignored) / "misfire-amtool-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

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
  const TemporaryFolder folder;
  if (folder.path().empty()) return environment_error("cannot make a temporary folder");
  for (const auto& [name, bytes] : files) {
    const fs::path file = folder.path() / name;
    if (auto made = make_folder(file.parent_path()); !made) return made;
    if (auto written = write_file(file, bytes); !written) return written;
  }
  const auto run = run_tool({amtool.string(), "check-config", "alertmanager.yml"},
                            std::chrono::seconds(30), folder.path());
  if (!run) return tl::unexpected(run.error());
  if (run->exit_code != 0) {
    return usage_error(
        fmt::format("amtool refuses the Alertmanager configuration: {}", complaint(run->output)));
  }
  return {};
}

}  // namespace misfire
