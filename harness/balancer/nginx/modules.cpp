#include "balancer/nginx/modules.hpp"

#include <fmt/format.h>

namespace misfire {
namespace {

using namespace std::chrono_literals;

/// They would run whatever the configuration says.
bool runs_scripts(const std::string& module) {
  for (const char* language : {"perl", "lua", "js", "njs", "php", "wasm", "passenger"}) {
    if (module.find(fmt::format("_{}_", language)) != std::string::npos) return true;
  }
  return false;
}

}  // namespace

/// Where its package puts them, as it was configured: "--modules-path=…".
std::string NginxModules::folder() const {
  const auto version = nginx_.run({"-V"}, 30s);
  if (!version) return "";
  constexpr std::string_view kArgument = "--modules-path=";
  const std::size_t at = version->output.find(kArgument);
  if (at == std::string::npos) return "";
  const std::size_t begin = at + kArgument.size();
  return version->output.substr(begin, version->output.find_first_of(" \n'", begin) - begin);
}

std::string NginxModules::path_of(const std::string& written) const {
  const std::string name = fs::path(written).filename().string();
  const std::lock_guard lock(mutex_);
  const auto known = known_.find(name);
  if (known != known_.end()) return known->second;
  std::string& path = known_[name];
  if (!name.ends_with(".so") || runs_scripts(name)) return path;
  const std::string folder = this->folder();
  if (folder.empty()) return path;
  const std::string candidate = folder + "/" + name;
  const std::string text = fmt::format("pid nginx.pid; load_module {}; events {{ }}\n", candidate);
  const auto tried = nginx_.run({"-t", "-p", "./", "-e", "stderr", "-c", "module.conf"}, 30s,
                                {{"module.conf", text}});
  if (tried && tried->exit_code == 0) path = candidate;
  return path;
}

}  // namespace misfire
