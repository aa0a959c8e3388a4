#include "stack/approvals.hpp"

#include <algorithm>

#include "base/digest.hpp"
#include "base/state_folder.hpp"

namespace misfire {
namespace {

constexpr std::size_t kKept = 1000;
constexpr auto kWritten = std::chrono::minutes(1);

class RememberingWorkshop final : public Workshop {
 public:
  RememberingWorkshop(std::shared_ptr<const Workshop> asked, ProgramIds ids)
      : asked_(std::move(asked)), ids_(std::move(ids)) {
    const auto cache = cache_folder();
    if (!cache || !make_folder(*cache / "approvals")) return;
    folder_ = *cache / "approvals";
    forget_the_oldest();
  }

  Result<ToolRun> run(const ToolCall& call) const override {
    const auto id = ids_.find(call.program);
    if (folder_.empty() || id == ids_.end()) return asked_->run(call);
    const fs::path file = folder_ / key(id->second, call);
    if (auto said = read_file(file)) return ToolRun{0, std::move(*said)};
    auto result = asked_->run(call);
    if (result && result->exit_code == 0) static_cast<void>(write_file(file, result->output));
    return result;
  }

 private:
  static std::string key(const std::string& id, const ToolCall& call) {
    Digest whole;
    for (const std::string& text : {id, call.program, std::to_string(call.args.size())}) {
      whole.add(text);
    }
    for (const std::string& arg : call.args) whole.add(arg);
    for (const auto& [path, bytes] : call.files) {
      whole.add(path);
      whole.add(bytes);
    }
    return whole.hex();
  }

  void forget_the_oldest() const {
    std::vector<std::pair<fs::file_time_type, fs::path>> files;
    std::error_code ignored;
    const auto now = fs::file_time_type::clock::now();
    for (fs::directory_iterator at(folder_, ignored), end; at != end; at.increment(ignored)) {
      std::error_code gone;
      const auto time = at->last_write_time(gone);
      if (gone) continue;
      const bool unfinished = at->path().filename().string().find(kUnfinished) != std::string::npos;
      if (!unfinished) files.emplace_back(time, at->path());
      // Somebody was killed while he wrote it.
      if (unfinished && now - time > kWritten) fs::remove(at->path(), gone);
    }
    if (files.size() <= kKept) return;
    std::sort(files.begin(), files.end());
    files.resize(files.size() - kKept);
    for (const auto& [time, path] : files) fs::remove(path, ignored);
  }

  std::shared_ptr<const Workshop> asked_;
  ProgramIds ids_;
  fs::path folder_;
};

}  // namespace

std::shared_ptr<const Workshop> remember_approvals(std::shared_ptr<const Workshop> asked,
                                                   ProgramIds ids) {
  return std::make_shared<const RememberingWorkshop>(std::move(asked), std::move(ids));
}

}  // namespace misfire
