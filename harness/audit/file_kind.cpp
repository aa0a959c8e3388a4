#include "audit/file_kind.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/trimmed.hpp"

namespace misfire {
namespace {

constexpr std::array<std::pair<FileKind, const char*>, 6> kNames{{
    {FileKind::haproxy, "haproxy"},
    {FileKind::nginx, "nginx"},
    {FileKind::prometheus, "prometheus"},
    {FileKind::rules, "rules"},
    {FileKind::alertmanager, "alertmanager"},
    {FileKind::system, "system"},
}};

using Words = std::vector<std::string_view>;

bool one_of(std::string_view word, const Words& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// A line that ends as nginx's directives do, its comment left out.
bool is_directive(std::string_view line) {
  const std::string_view code = trimmed(line.substr(0, line.find(" #")));
  if (code.ends_with(';') || code.ends_with('{') || code == "}") return true;
  // A whole block on one line; a map of YAML has a colon before its brace.
  const std::string_view before = code.substr(0, code.find('{'));
  return code.ends_with('}') && before.size() < code.size() && before.find(':') == before.npos;
}

/// By the keys at the left margin of a YAML file.
std::optional<FileKind> yaml_kind(std::string_view key, std::string_view value) {
  static const Words rules = {"groups"};
  static const Words prometheus = {"scrape_configs", "rule_files", "alerting", "remote_write",
                                   "scrape_config_files"};
  static const Words alertmanager = {"route",     "receivers",           "inhibit_rules",
                                     "templates", "mute_time_intervals", "time_intervals"};
  if (one_of(key, rules)) return FileKind::rules;
  if (one_of(key, prometheus)) return FileKind::prometheus;
  if (one_of(key, alertmanager)) return FileKind::alertmanager;
  if (key == "kind" && value == "PrometheusRule") return FileKind::rules;
  return std::nullopt;
}

/// A system file's tables; TOML's other files are none.
bool is_system_table(std::string_view line) {
  static const Words tables = {"[balancer]", "[backends]", "[monitoring]", "[teams]"};
  return one_of(trimmed(line.substr(0, line.find('#'))), tables);
}

bool is_haproxy_section(std::string_view word) {
  static const Words sections = {"global", "defaults",    "frontend",    "backend",     "listen",
                                 "peers",  "resolvers",   "userlist",    "mailers",     "cache",
                                 "ring",   "program",     "crt-store",   "http-errors", "fcgi-app",
                                 "traces", "log-forward", "log-profile", "acme"};
  return one_of(word, sections);
}

}  // namespace

const char* to_string(FileKind kind) {
  for (const auto& [known, name] : kNames) {
    if (known == kind) return name;
  }
  return "?";
}

std::optional<FileKind> file_kind_from(std::string_view name) {
  for (const auto& [kind, known] : kNames) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

std::vector<std::string> file_kind_names() {
  std::vector<std::string> names;
  names.reserve(kNames.size());
  for (const auto& entry : kNames) names.emplace_back(entry.second);
  return names;
}

std::optional<FileKind> kind_of(std::string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view whole = text.substr(begin, end - begin);
    const std::string_view line = trimmed(whole);
    begin = end + 1;
    if (line.empty() || line.front() == '#' || line == "---") continue;
    if (is_system_table(line)) return FileKind::system;
    const std::string_view word = line.substr(0, line.find_first_of(" \t"));
    if (is_haproxy_section(word) && !is_directive(line)) return FileKind::haproxy;
    if (is_directive(line)) return FileKind::nginx;
    const std::size_t colon = line.find(':');
    if (colon == line.npos || whole.front() == ' ' || whole.front() == '\t') continue;
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (const auto kind = yaml_kind(line.substr(0, colon), value)) return kind;
  }
  return std::nullopt;
}

}  // namespace misfire
