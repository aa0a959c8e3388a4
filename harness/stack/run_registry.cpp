#include "stack/run_registry.hpp"

#include <algorithm>

#include "base/state_folder.hpp"

namespace misfire {
namespace {

constexpr char kFolder[] = "runs";

}  // namespace

Result<fs::path> register_run(const std::string& run_id, const fs::path& folder) {
  const auto state = state_folder();
  if (!state) return tl::unexpected(state.error());
  const fs::path entry = *state / kFolder / run_id;
  if (auto made = make_folder(entry.parent_path()); !made) return tl::unexpected(made.error());
  if (auto wrote = write_file(entry, folder.string() + "\n"); !wrote) {
    return tl::unexpected(wrote.error());
  }
  if (auto flushed = flush_to_disk(entry); !flushed) return tl::unexpected(flushed.error());
  return entry;
}

Result<std::vector<RegisteredRun>> registered_runs() {
  const auto state = state_folder();
  if (!state) return tl::unexpected(state.error());
  std::vector<RegisteredRun> runs;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(*state / kFolder, none)) {
    RegisteredRun run{entry.path().filename().string(), {}, entry.path()};
    if (const auto text = read_file(entry.path(), 64u << 10); text && text->ends_with('\n')) {
      run.folder = text->substr(0, text->size() - 1);
    }
    runs.push_back(std::move(run));
  }
  std::sort(runs.begin(), runs.end(),
            [](const RegisteredRun& a, const RegisteredRun& b) { return a.run_id < b.run_id; });
  return runs;
}

}  // namespace misfire
