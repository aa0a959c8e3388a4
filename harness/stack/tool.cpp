#include "stack/tool.hpp"

#include "base/bare_environment.hpp"
#include "base/temporary_folder.hpp"

namespace misfire {
namespace {

void erase_all(std::string& text, const std::string& what) {
  for (std::size_t at; (at = text.find(what)) != std::string::npos;) text.erase(at, what.size());
}

class LocalWorkshop final : public Workshop {
 public:
  Result<ToolRun> run(const ToolCall& call) const override {
    std::vector<std::string> argv{call.program};
    argv.insert(argv.end(), call.args.begin(), call.args.end());
    if (call.files.empty()) return run_bare_tool(argv, call.limit);
    const auto folder = TemporaryFolder::make(fs::path(call.program).filename().string());
    if (!folder) return tl::unexpected(folder.error());
    if (auto written = write_files(folder->path(), call.files); !written) {
      return tl::unexpected(written.error());
    }
    auto done = run_bare_tool(argv, call.limit, folder->path());
    if (done) erase_all(done->output, folder->path().string() + "/");
    return done;
  }
};

}  // namespace

std::shared_ptr<const Workshop> local_workshop() {
  static const auto workshop = std::make_shared<const LocalWorkshop>();
  return workshop;
}

}  // namespace misfire
