#include "balancer/haproxy/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "balancer/haproxy/keywords.hpp"
#include "base/nearest.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

HaproxyAddress parse_haproxy_address(const std::string& text) {
  HaproxyAddress address;
  std::string rest = text;
  if (const auto at = rest.find('@'); at != std::string::npos && rest.find('/') > at) {
    address.prefix = rest.substr(0, at + 1);
    rest = rest.substr(at + 1);
  }
  const std::string& prefix = address.prefix;
  address.udp =
      prefix.starts_with("quic") || prefix.starts_with("udp") || prefix.starts_with("dgram+");
  address.tcp = !address.udp && (prefix.empty() || prefix.starts_with("ipv") ||
                                 prefix.starts_with("tcp") || prefix.starts_with("stream+ipv"));
  if (rest.starts_with('/')) address.tcp = false;
  const std::size_t colon = rest.rfind(':');
  if ((!address.tcp && !address.udp) || colon == std::string::npos || rest.ends_with(']')) {
    address.host = rest;
    return address;
  }
  address.host = rest.substr(0, colon);
  std::string_view ports = std::string_view(rest).substr(colon + 1);
  const std::size_t dash = ports.find('-');
  address.port = whole_number(ports.substr(0, dash)).value_or(0);
  address.last_port = address.port;
  if (dash != std::string_view::npos) {
    address.last_port = std::max(address.port, whole_number(ports.substr(dash + 1)).value_or(0));
  }
  return address;
}

Checked<std::unique_ptr<HaproxyConfig>> HaproxyConfig::parse(std::string text,
                                                             const std::string& file,
                                                             const std::string& pool) {
  if (auto fine = check_no_nul(text, file); !fine) return tl::unexpected(Errors{fine.error()});
  if (text.starts_with("\xEF\xBB\xBF")) {
    return tl::unexpected(
        Errors{{ErrorCode::usage, "the file begins with a byte order mark, which HAProxy refuses",
                "save it as UTF-8 without BOM", Position{file, 1, 1}}});
  }
  auto model = parse_haproxy(std::move(text), file);
  if (!model) return tl::unexpected(Errors{model.error()});
  std::unique_ptr<HaproxyConfig> config(new HaproxyConfig(std::move(*model)));
  const auto& sections = config->model_.sections;
  const auto found = std::find_if(
      sections.begin(), sections.end(),
      [&](const HaproxySection& section) { return section.has_servers() && section.name == pool; });
  if (found == sections.end()) {
    std::vector<std::string> names;
    for (const auto& section : sections) {
      if (section.has_servers() && !section.name.empty()) names.push_back(section.name);
    }
    return tl::unexpected(
        Errors{{ErrorCode::usage, fmt::format("there is no backend or listen section \"{}\"", pool),
                suggestion(pool, names), Position{file}}});
  }
  config->pool_section_ = static_cast<std::size_t>(found - sections.begin());
  Errors errors = config->read_pool();
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return config;
}

Errors HaproxyConfig::read_pool() {
  const HaproxySection& section = pool_section();
  Errors errors;
  const auto mistake = [&](const HaproxyLine& line, std::size_t word, std::string message,
                           std::string hint) {
    errors.push_back(
        {ErrorCode::usage, std::move(message), std::move(hint), model_.where(line, word)});
  };
  for (std::size_t i = 0; i < section.lines.size(); ++i) {
    const HaproxyLine& line = section.lines[i];
    if (line.keyword() != "server") continue;
    if (line.conditional) {
      mistake(line, 0, "a server of the pool stands inside .if … .endif",
              "whether it exists must be known before the start: move it out of the condition");
      continue;
    }
    if (line.words.size() < 3) {
      mistake(line, 0, "a server line needs a name and an address",
              "server NAME ADDRESS:PORT [param…]");
      continue;
    }
    PoolServer server;
    server.name = line.word(1);
    const HaproxyAddress address = parse_haproxy_address(line.word(2));
    server.address = address.host;
    server.port = address.port;
    const auto params = server_params(line);
    if (const HaproxyParam* weight = find_param(params, "weight")) {
      server.weight = whole_number(weight->value);
    }
    server.where = model_.where(line);
    const auto same = std::find_if(pool_.begin(), pool_.end(), [&](const PoolServer& other) {
      return other.name == server.name;
    });
    if (same != pool_.end()) {
      mistake(line, 1, fmt::format("the pool has two servers named \"{}\"", server.name),
              fmt::format("the other one is at {}", to_string(same->where)));
      continue;
    }
    pool_.push_back(std::move(server));
    server_lines_.push_back(i);
  }
  if (pool_.empty() && errors.empty()) {
    mistake(section.header, 0, fmt::format("the pool \"{}\" has no server lines", section.name),
            "name the backend whose servers answer the logins");
  }
  return errors;
}

int HaproxyConfig::leads_to_pool(const HaproxySection& section) const {
  if (&section == &pool_section()) return section.has_binds() ? 2 : 0;
  if (!section.has_binds()) return 0;
  int best = 0;
  for (const HaproxyLine& line : section.lines) {
    // A name that is made of the request may be any.
    const bool any =
        line.keyword() == "use_backend" && line.word(1).find("%[") != std::string::npos;
    if (line.word(1) != pool_name() && !any) continue;
    if (line.keyword() == "default_backend") best = 2;
    if (line.keyword() == "use_backend") best = std::max(best, 1);
  }
  if (best != 0) return best;
  for (const HaproxySection* defaults : model_.defaults_of(section)) {
    for (const HaproxyLine& line : defaults->lines) {
      if (line.keyword() == "default_backend" && line.word(1) == pool_name()) return 2;
    }
  }
  return 0;
}

Edits HaproxyConfig::set_param(std::size_t server, const std::string& name,
                               const std::string& value) const {
  const HaproxyLine& line = server_line(server);
  const auto params = server_params(line);
  const HaproxyParam* written = find_param(params, name);
  if (written == nullptr) {
    const std::size_t after_address = line.words[2].end;
    return {{after_address, after_address, " " + name + " " + value}};
  }
  const HaproxyWord& word = line.words[written->last];
  if (written->first == written->last) return {{word.end, word.end, " " + value}};
  if (word.text == value) return {};
  return {{word.begin, word.end, value}};
}

}  // namespace misfire
