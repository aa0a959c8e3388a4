// Environment variables that the file names. Values of the system file are written down where they
// hold for everything that follows; those of the harness's own environment are handed on.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <map>
#include <set>

#include "balancer/haproxy/draft.hpp"
#include "balancer/haproxy/environment.hpp"

namespace misfire {
namespace {

/// The names of variables in a word: "$NAME", "${NAME}", "${NAME[*]}"; without those that have a
/// value of their own, "${NAME-otherwise}".
std::vector<std::string> names_in(const std::string& word) {
  std::vector<std::string> names;
  for (std::size_t at = 0; (at = word.find('$', at)) != std::string::npos;) {
    ++at;
    const bool braces = at < word.size() && word[at] == '{';
    if (braces) ++at;
    const std::size_t end = word.find_first_not_of(
        "_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", at);
    const std::string name = word.substr(at, end - at);
    const bool otherwise = braces && end != std::string::npos && word[end] == '-';
    if (!name.empty() && !otherwise) names.push_back(name);
    at += name.size();
  }
  return names;
}

/// Words that the wiring replaces, so that nobody asks for their variables.
bool replaced(const HaproxySection& section, const HaproxyLine& line, std::size_t word) {
  static const std::map<std::string, std::size_t> address = {
      {"bind", 1}, {"dgram-bind", 1}, {"server", 2}, {"server-template", 3},
      {"peer", 2}, {"nameserver", 2}, {"mailer", 2}, {"dispatch", 1}};
  const auto known = address.find(line.keyword());
  if (known != address.end() && known->second == word) return true;
  static const std::set<std::string> left_out = {"log", "pidfile", "chroot", "user",    "group",
                                                 "uid", "gid",     "source", "ca-base", "crt-base"};
  return left_out.contains(line.keyword()) ||
         (section.kind == "global" && line.keyword() == "stats" && line.word(1) == "socket");
}

/// What `setenv` and `presetenv` of the file itself say.
std::set<std::string> set_by_file(const HaproxyModel& model) {
  std::set<std::string> names;
  for (const HaproxySection& section : model.sections) {
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() == "setenv" || line.keyword() == "presetenv") names.insert(line.word(1));
    }
  }
  return names;
}

}  // namespace

Result<void> wire_environment(WiringDraft& draft) {
  const auto& given = draft.wiring.environment;
  const std::set<std::string> set_here = set_by_file(draft.model);
  std::vector<std::string> missing;
  Position first;
  for (const HaproxySection& section : draft.model.sections) {
    if (section.kind == "program") continue;
    for (const HaproxyLine& line : section.lines) {
      for (std::size_t i = 0; i < line.words.size(); ++i) {
        if (!line.words[i].variable || replaced(section, line, i)) continue;
        for (const std::string& name : names_in(line.word(i))) {
          // HAProxy's own are known to itself.
          const bool known = given.contains(name) || set_here.contains(name) ||
                             name.starts_with("HAPROXY_") || std::getenv(name.c_str()) != nullptr;
          if (known || std::find(missing.begin(), missing.end(), name) != missing.end()) continue;
          if (missing.empty()) first = draft.model.where(line, i);
          missing.push_back(name);
        }
      }
    }
  }
  if (!missing.empty()) {
    return usage_error(
        fmt::format("the environment variable{} {} {} no value", missing.size() == 1 ? "" : "s",
                    fmt::join(missing, ", "), missing.size() == 1 ? "has" : "have"),
        fmt::format("set it in the system file: [balancer] environment = {{ {} = "
                    "\"…\" }}, or export it",
                    missing.front()),
        first);
  }
  std::map<std::string, std::string> values;
  std::vector<std::string> names;
  for (const auto& [name, value] : given) {
    if (steers_loading(name)) continue;
    values[name] = value;
    names.push_back(name);
  }
  if (values.empty()) return {};
  draft.insert(0, fmt::format("global\n{}\n{}\n", setenv_lines(values),
                              origin_mark(draft.model.origins.where(1))));
  draft.changed(fmt::format("the file begins with the values of {} from the system file",
                            fmt::join(names, ", ")));
  return {};
}

}  // namespace misfire
