#include "audit/haproxy/pools.hpp"

#include <algorithm>
#include <charconv>

#include "audit/haproxy/settings.hpp"
#include "balancer/haproxy/config.hpp"
#include "balancer/haproxy/timers.hpp"

namespace misfire {
namespace {

std::optional<int> whole_number(const std::string& text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// A parameter's name comes out of a variable: then anything may be set.
bool hides_parameters(const HaproxyLine& line) {
  const auto params = server_params(line);
  return std::any_of(params.begin(), params.end(),
                     [&](const HaproxyParam& param) { return line.words[param.first].variable; });
}

/// A default-server line that may hold or not, or may say anything.
bool uncertain(const HaproxyLine& line) {
  return line.keyword() == "default-server" && (line.conditional || hides_parameters(line));
}

bool uncertain_defaults(const HaproxyModel& model, const HaproxySection& section) {
  for (const HaproxySection* defaults : model.defaults_of(section)) {
    if (std::any_of(defaults->lines.begin(), defaults->lines.end(), uncertain)) return true;
  }
  return false;
}

/// "3" of "server-template web 3 …", or the length of "1-5".
int template_count(const std::string& range) {
  const std::size_t dash = range.find('-');
  const auto first = whole_number(range.substr(0, dash));
  if (!first) return 1;
  if (dash == std::string::npos) return std::max(*first, 1);
  return std::max(whole_number(range.substr(dash + 1)).value_or(*first) - *first + 1, 1);
}

}  // namespace

bool AuditServer::checked() const {
  return settings.flag("check") || settings.has("track") || settings.flag("agent-check");
}

std::optional<int> AuditServer::weight() const {
  const std::string text = settings.value("weight");
  return text.empty() ? std::optional(1) : whole_number(text);
}

std::optional<int> AuditServer::number(const std::string& param) const {
  return whole_number(settings.value(param));
}

std::optional<std::chrono::microseconds> AuditServer::time(const std::string& param) const {
  return parse_haproxy_time(settings.value(param));
}

std::size_t AuditServer::word_of(const std::string& param) const {
  const auto params = server_params(*line);
  const HaproxyParam* found = find_param(params, param);
  return found == nullptr ? address_word : found->first;
}

std::vector<const AuditServer*> AuditPool::active() const {
  std::vector<const AuditServer*> found;
  for (const AuditServer& server : servers) {
    if (!server.backup() && !server.disabled() && server.weight() != 0) found.push_back(&server);
  }
  return found;
}

int AuditPool::size() const {
  int all = 0;
  for (const AuditServer& server : servers) all += server.count;
  return all;
}

std::vector<AuditPool> pools(const HaproxyModel& model) {
  std::vector<AuditPool> found;
  for (const HaproxySection* section : backends(model)) {
    AuditPool pool;
    pool.section = section;
    bool hidden = uncertain_defaults(model, *section);
    auto inherited = ServerSettings::inherited(model, *section, section->header);
    for (const HaproxyLine& line : section->lines) {
      if (line.keyword() == "default-server") {
        inherited = inherited.with(line);
        hidden = hidden || uncertain(line);
      }
      const bool many = line.keyword() == "server-template";
      if (!many && line.keyword() != "server") continue;
      const std::size_t address = many ? 3 : 2;
      if (line.words.size() <= address) continue;  // HAProxy says so itself
      AuditServer server{&line,
                         line.word(1),
                         line.word(address),
                         address,
                         many ? template_count(line.word(2)) : 1,
                         inherited.with(line),
                         hidden || line.conditional || hides_parameters(line)};
      pool.whole = pool.whole && !server.opaque;
      pool.servers.push_back(std::move(server));
    }
    if (!pool.servers.empty()) found.push_back(std::move(pool));
  }
  return found;
}

bool is_local(const std::string& address) {
  if (address.starts_with('/') || address.starts_with("unix@") || address.starts_with("abns@") ||
      address.starts_with("fd@") || address.starts_with("sockpair@")) {
    return true;
  }
  const std::string host = parse_haproxy_address(address).host;
  return host.starts_with("127.") || host == "localhost" || host == "::1" || host == "[::1]";
}

std::vector<const HaproxyLine*> open_binds(const HaproxySection& section) {
  std::vector<const HaproxyLine*> found;
  for (const HaproxyLine& line : section.lines) {
    if (line.keyword() != "bind" || line.words.size() < 2 || line.conditional) continue;
    if (!line.words[1].variable && !is_local(line.word(1))) found.push_back(&line);
  }
  return found;
}

bool is_host_name(const std::string& address) {
  if (is_local(address) || address.find('$') != std::string::npos) return false;
  const std::string host = parse_haproxy_address(address).host;
  if (host.find(':') != std::string::npos || host.starts_with('[')) return false;
  const bool letters = std::any_of(host.begin(), host.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
  return letters;
}

}  // namespace misfire
