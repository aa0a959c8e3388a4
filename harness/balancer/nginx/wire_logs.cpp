// Access logs. In production an exporter reads them; here, too, from the part's folder.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "balancer/nginx/draft.hpp"

namespace misfire {
namespace {

/// "/var/log/nginx/login.json" is log/login.json; a second file of that name, or one whose name
/// depends on the request, gets one of its own.
class LogNames {
 public:
  std::string here(const std::string& written) {
    const auto known = names_.find(written);
    if (known != names_.end()) return known->second;
    std::string base = fs::path(written).filename().string();
    const bool plain =
        !base.empty() && base.find_first_not_of(
                             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
                             std::string::npos;
    if (!plain) base = "access.log";
    std::string name = fmt::format("{}/{}", kLogFolder, base);
    for (int n = 2; taken(name); ++n) name = fmt::format("{}/{}-{}", kLogFolder, n, base);
    return names_[written] = name;
  }

 private:
  bool taken(const std::string& name) const {
    return std::any_of(names_.begin(), names_.end(),
                       [&](const auto& known) { return known.second == name; });
  }
  std::map<std::string, std::string> names_;
};

}  // namespace

void wire_logs(NginxDraft& draft) {
  LogNames names;
  bool in_http = false;
  for (const NginxDirective* directive : draft.remaining()) {
    if (directive->name() != "access_log" || directive->words.size() < 2) continue;
    const std::string& path = directive->word(1);
    if (path.starts_with("syslog:")) {
      draft.leave_out(*directive, "logs must not reach this or another machine's syslog");
      continue;
    }
    in_http = in_http || draft.model.parent(*directive) == &draft.config.http();
    if (path == "off") continue;
    const std::string here = names.here(path);
    if (here == path) continue;
    draft.replace(directive->words[1], here);
    draft.changed(fmt::format("access log {} is {} in the part's folder", path, here));
  }
  if (in_http) return;
  const std::string here = names.here("access.log");
  draft.open_with(draft.config.http(), fmt::format("access_log {};", here));
  draft.changed(fmt::format("nginx's default access log is written out as {}", here));
}

std::vector<std::string> access_logs(const NginxModel& model) {
  std::vector<std::string> paths;
  for (const NginxDirective& directive : model.directives()) {
    const std::string& path = directive.word(1);
    if (directive.name() != "access_log" || directive.entry) continue;
    if (!path.starts_with(std::string(kLogFolder) + "/")) continue;
    if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
  }
  return paths;
}

}  // namespace misfire
