#include <fmt/format.h>

#include <map>

#include "balancer/nginx/draft.hpp"

namespace misfire {
namespace {

constexpr const char* kForeground = "it stays in the foreground here";
constexpr const char* kUser = "it runs as the user who started the harness";
constexpr const char* kOutside = "it would write outside the run's folder";
constexpr const char* kMachine = "it is meant for another machine";
constexpr const char* kOther = "only HTTP is of this stack";

const std::map<std::string, const char*>& left_out() {
  static const std::map<std::string, const char*> names = {
      {"daemon", kForeground},
      {"master_process", kForeground},
      {"user", kUser},
      {"pid", kOutside},
      {"lock_file", kOutside},
      {"working_directory", kOutside},
      {"google_perftools_profiles", kOutside},
      {"worker_cpu_affinity", kMachine},
      {"worker_priority", kMachine},
      {"worker_rlimit_core", "it would leave its memory, secrets included, in a core file"},
      {"worker_rlimit_nofile", kMachine},
      {"env", "nothing of the harness's environment is handed on"},
      {"ssl_engine", "it would load a library into the balancer"},
      {"stream", kOther},
      {"mail", kOther}};
  return names;
}

}  // namespace

void wire_process(NginxDraft& draft) {
  // As root of a user namespace there is no other user to become; whoever is not root stays who he
  // is, whatever stands here.
  const char* own = "daemon off; user root; pid nginx.pid; error_log stderr notice; ";
  // Before all else: what stands at the beginning of the file and is left out becomes a comment.
  draft.insert(0, own);
  for (const NginxDirective* directive : draft.remaining()) {
    if (directive->name() == "error_log") {
      draft.leave_out(*directive, "errors go to one log, that of the part");
      continue;
    }
    if (directive->parent != NginxDirective::kNone) continue;
    const auto known = left_out().find(directive->name());
    if (known != left_out().end()) {
      draft.leave_out(*directive, known->second);
    } else if (directive->name() == "worker_processes" && directive->word(1) == "auto") {
      draft.replace(directive->words[1], std::to_string(draft.config.workers()));
      draft.changed(fmt::format("worker_processes auto is {} here, the same on every machine",
                                draft.config.workers()));
    }
  }
  draft.changed(
      fmt::format("the file begins with \"{}\": it runs as who started the harness (only "
                  "root is root), in the foreground",
                  std::string_view(own).substr(0, std::string_view(own).size() - 1)));
}

}  // namespace misfire
