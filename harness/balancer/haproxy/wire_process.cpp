#include <fmt/format.h>

#include <map>

#include "balancer/haproxy/draft.hpp"
#include "balancer/haproxy/runtime.hpp"

namespace misfire {
namespace {

const std::map<std::string, const char*>& left_out() {
  static const std::map<std::string, const char*> keywords = {
      {"daemon", "it stays in the foreground here"},
      {"pidfile", "it would write outside the run's folder"},
      {"chroot", "it runs as the user who started the harness"},
      {"user", "it runs as the user who started the harness"},
      {"uid", "it runs as the user who started the harness"},
      {"group", "it runs as the user who started the harness"},
      {"gid", "it runs as the user who started the harness"},
      {"setcap", "it runs as the user who started the harness"},
      {"ulimit-n", "this machine's own limits hold"},
      {"strict-limits", "this machine's own limits hold"},
      {"zero-warning", "lines that are left out here cause warnings"},
      {"server-state-file", "servers start in the state that the file describes"},
      {"server-state-base", "servers start in the state that the file describes"},
      {"load-server-state-from-file", "servers start in the state that the file describes"},
      {"log", "logs must not reach this or another machine's syslog"}};
  return keywords;
}

/// Log targets that stay inside the process, and words after `log` that name no target.
bool harmless_log(const std::string& target) {
  return target.empty() || target == "global" || target == "stdout" || target == "stderr" ||
         target.starts_with("fd@") || target.starts_with("ring@");
}

void wire_line(WiringDraft& draft, const HaproxySection& section, const HaproxyLine& line) {
  if (section.kind == "ring" && line.keyword() == "backing-file") {
    // Even `haproxy -c` would move the user's file aside and write a new one.
    return draft.comment_out(line, "it would write outside the run's folder");
  }
  const auto reason = left_out().find(line.keyword());
  if (reason == left_out().end()) return;
  const bool log = line.keyword() == "log";
  const bool anywhere = log || line.keyword() == "load-server-state-from-file";
  if (section.kind != "global" && !(anywhere && (section.is_proxy() || section.kind == "defaults" ||
                                                 section.kind == "log-forward"))) {
    return;  // `user` of a userlist, say
  }
  if (log && harmless_log(line.word(1))) return;
  draft.comment_out(line, reason->second);
}

void wire_runtime_api(WiringDraft& draft) {
  const std::string command = fmt::format("stats socket ipv4@{} level admin expose-fd listeners",
                                          draft.here(draft.wiring.runtime_port));
  const HaproxySection* first_global = nullptr;
  bool placed = false;
  for (const HaproxySection& section : draft.model.sections) {
    if (section.kind != "global") continue;
    if (first_global == nullptr) first_global = &section;
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() != "stats" || line.word(1) != "socket") continue;
      if (placed || line.conditional) {
        draft.comment_out(line, "one Runtime API socket is enough here");
        continue;
      }
      placed = true;
      const std::size_t begin = line.words.front().begin, end = line.words.back().end;
      draft.changed(fmt::format("\"{}\" becomes \"{}\"",
                                draft.model.text.substr(begin, end - begin), command));
      draft.replace({{}, begin, end, 1, false}, command);
    }
  }
  if (placed) return;
  draft.changed(fmt::format("global gets \"{}\"", command));
  if (first_global != nullptr) {
    const auto& last =
        first_global->lines.empty() ? first_global->header : first_global->lines.back();
    draft.insert_lines(last, "    " + command);
  } else {
    draft.insert(0, fmt::format("global\n    {}\n\n{}\n", command,
                                origin_mark(draft.model.origins.where(1))));
  }
}

/// HAProxy does not start where the machine allows fewer descriptors than the limits ask for.
bool sets_limits(const HaproxyModel& model) {
  for (const HaproxySection& section : model.sections) {
    for (const HaproxyLine& line : section.lines) {
      if (section.kind == "global" && line.keyword() == "maxconn") return true;
    }
  }
  return false;
}

/// No answer of the Runtime API tells of retries or timeouts, but one tells of the environment: so
/// the worker can say which text it was started with. At the end, so that every line of the user's
/// keeps its number.
void wire_mark(WiringDraft& draft) {
  const std::string& text = draft.model.text;
  const bool limits = sets_limits(draft.model);
  draft.insert(
      text.size(),
      fmt::format("{}global\n    setenv {} {}\n{}", text.ends_with('\n') ? "" : "\n", kMarkVariable,
                  configuration_mark(text), limits ? "    no strict-limits\n" : ""));
  if (limits) {
    draft.changed(
        "global gets \"no strict-limits\": this machine may allow fewer descriptors than "
        "production's");
  }
  draft.changed(fmt::format("the worker is told which configuration it has, in its variable {}",
                            kMarkVariable));
}

}  // namespace

void wire_process(WiringDraft& draft) {
  wire_runtime_api(draft);
  wire_mark(draft);
  for (const HaproxySection& section : draft.model.sections) {
    if (section.kind == "program") {
      draft.comment_out(section, "other programs are not of this stack");
      continue;
    }
    for (const HaproxyLine& line : section.lines) wire_line(draft, section, line);
  }
}

}  // namespace misfire
