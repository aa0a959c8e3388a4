#include "stack/approvals.hpp"

#include <mutex>

#include "base/cache.hpp"
#include "base/digest.hpp"

namespace misfire {
namespace {

std::string key_of(const std::string& id, const ToolCall& call) {
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

class RememberingWorkshop final : public Workshop {
 public:
  RememberingWorkshop(std::shared_ptr<const Workshop> asked, ProgramIds ids)
      : asked_(std::move(asked)), ids_(std::move(ids)) {}

  Result<ToolRun> run(const ToolCall& call) const override {
    const auto id = ids_.find(call.program);
    if (id == ids_.end()) return asked_->run(call);
    const std::string key = key_of(id->second, call);
    if (auto said = cache_.find(key)) return ToolRun{0, std::move(*said)};
    auto result = asked_->run(call);
    if (result && result->exit_code == 0) cache_.keep(key, result->output);
    return result;
  }

 private:
  std::shared_ptr<const Workshop> asked_;
  ProgramIds ids_;
  const Cache cache_{"approvals", 1000};
};

class RememberingMeanwhile final : public Workshop {
 public:
  explicit RememberingMeanwhile(std::shared_ptr<const Workshop> asked) : asked_(std::move(asked)) {}

  Result<ToolRun> run(const ToolCall& call) const override {
    if (call.files.empty()) return asked_->run(call);
    const std::string key = key_of("", call);
    {
      const std::lock_guard lock(mutex_);
      if (const auto said = said_.find(key); said != said_.end()) return ToolRun{0, said->second};
    }
    auto result = asked_->run(call);
    if (result && result->exit_code == 0) {
      const std::lock_guard lock(mutex_);
      said_.emplace(key, result->output);
    }
    return result;
  }

 private:
  std::shared_ptr<const Workshop> asked_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::string> said_;
};

}  // namespace

std::shared_ptr<const Workshop> remember_approvals(std::shared_ptr<const Workshop> asked,
                                                   ProgramIds ids) {
  return std::make_shared<const RememberingWorkshop>(std::move(asked), std::move(ids));
}

std::shared_ptr<const Workshop> remember_approvals_meanwhile(
    std::shared_ptr<const Workshop> asked) {
  return std::make_shared<const RememberingMeanwhile>(std::move(asked));
}

}  // namespace misfire
