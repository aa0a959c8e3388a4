#include "balancer/nginx/config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "balancer/nginx/includes.hpp"
#include "balancer/nginx/timers.hpp"
#include "base/lower_case.hpp"
#include "base/nearest.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

constexpr microseconds kReadTimeout = 60s;  // ngx_http_proxy_module, "proxy_read_timeout"

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "auth1.internal:9001" → its host and port; nginx's default is 80.
void split_address(const std::string& text, std::string& host, int& port) {
  const std::size_t colon = text.rfind(':');
  host = text;
  port = text.starts_with("unix:") ? 0 : 80;
  if (port == 0 || colon == std::string::npos || text.ends_with(']')) return;
  host = text.substr(0, colon);
  port = whole_number(std::string_view(text).substr(colon + 1)).value_or(0);
}

/// nginx's servers have no names. Their hosts' first labels are what people call them; where these
/// say nothing, the whole address does.
std::string name_of(std::string host, int port) {
  if (host.starts_with("unix:")) host = fs::path(host.substr(5)).filename().string();
  const bool numeric = host.find_first_not_of("0123456789.") == std::string::npos;
  std::string name = host.substr(0, numeric ? host.size() : host.find('.'));
  if (numeric) name += "-" + std::to_string(port);
  for (char& c : name) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!fine) c = '-';
  }
  return name;
}

/// One name for two servers would be none: the second to be called so has its number.
void tell_apart(std::vector<PoolServer>& pool) {
  for (std::size_t i = 0; i < pool.size(); ++i) {
    const auto taken = [&](const std::string& name) {
      return std::any_of(pool.begin(), pool.begin() + static_cast<std::ptrdiff_t>(i),
                         [&](const PoolServer& other) { return other.name == name; });
    };
    const std::string name = pool[i].name;
    for (int n = 2; taken(pool[i].name); ++n) pool[i].name = fmt::format("{}-{}", name, n);
  }
}

bool is_name(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

Errors one(ErrorCode code, std::string message, std::string hint, Position where) {
  return {{code, std::move(message), std::move(hint), std::move(where)}};
}

}  // namespace

std::optional<std::string> server_param(const NginxDirective& server, const std::string& name) {
  std::optional<std::string> value;
  for (std::size_t i = 2; i < server.words.size(); ++i) {
    if (server.word(i).starts_with(name + "=")) value = server.word(i).substr(name.size() + 1);
  }
  return value;
}

bool server_flag(const NginxDirective& server, const std::string& name) {
  return std::any_of(server.words.begin() + 1, server.words.end(),
                     [&](const NginxWord& word) { return word.text == name; });
}

int server_number(const NginxDirective& server, const std::string& name, int otherwise) {
  const auto value = server_param(server, name);
  return value ? whole_number(*value).value_or(otherwise) : otherwise;
}

std::string variable_name(std::string text) {
  // "$a$b" is none: what is left of it names no variable of a file.
  const bool braces = text.starts_with("${") && text.ends_with('}');
  text = braces ? text.substr(2, text.size() - 3) : text.substr(text.starts_with('$') ? 1 : 0);
  return lower_case(text);
}

NginxAssignment assignment(const NginxModel& model, const NginxDirective& directive) {
  if (!directive.entry) {
    const bool sets = directive.name() == "set" || directive.name() == "auth_request_set";
    if (!sets || directive.words.size() < 3) return {};
    return {variable_name(directive.word(1)), &directive.words[2]};
  }
  if (directive.words.size() < 2) return {};  // hostnames, volatile, ranges
  const NginxDirective& block = *model.parent(directive);
  const bool geo = block.name() == "geo";
  if (!geo && block.name() != "map" && block.name() != "split_clients") return {};
  if (geo && (directive.name() == "proxy" || directive.name() == "delete")) return {};
  if (block.words.size() < 2) return {};
  return {variable_name(block.words.back().text), &directive.words[1]};
}

bool is_pass(const NginxDirective& directive) {
  static constexpr std::array<std::string_view, 6> kNames = {
      "proxy_pass", "grpc_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "memcached_pass"};
  return !directive.entry &&
         std::find(kNames.begin(), kNames.end(), directive.name()) != kNames.end();
}

std::string setting_of_pass(const NginxDirective& pass, std::string_view rest) {
  return pass.name().substr(0, pass.name().rfind('_')).append(rest);
}

namespace {

/// Where the variable at `begin` ends, where nothing but a port, a path or a variable of a path
/// follows; npos where it is only a part of a name.
std::size_t end_of_host_variable(const std::string& text, std::size_t begin) {
  std::size_t end = begin + 1;
  if (end < text.size() && text[end] == '{') {
    end = text.find('}', end);
    if (end == std::string::npos) return end;
    ++end;
  } else {
    while (end < text.size() && is_name(text[end])) ++end;
  }
  const bool whole =
      end == text.size() || std::string_view("$:/?").find(text[end]) != std::string_view::npos;
  return whole ? end : std::string::npos;
}

}  // namespace

NginxTarget parse_nginx_target(const std::string& text) {
  NginxTarget target;
  if (const std::size_t sign = text.find("://"); sign != std::string::npos) {
    target.scheme = text.substr(0, sign + 3);
  }
  target.at = target.scheme.size();
  std::size_t end = text.size();
  if (text.compare(target.at, 5, "unix:") != 0) {
    const bool literal = text.compare(target.at, 1, "[") == 0;
    end = text.find_first_of(literal ? "]" : ":/", target.at);
    if (literal && end != std::string::npos) ++end;
    // "auth$request_uri" leads to "auth", "$to$request_uri" to what $to holds.
    const std::size_t variable = text.find('$', target.at);
    end = std::min(end, variable != target.at ? variable : end_of_host_variable(text, variable));
    end = std::min(end, text.size());
  }
  target.host = text.substr(target.at, end - target.at);
  target.rest = text.substr(end);
  return target;
}

Checked<std::unique_ptr<NginxConfig>> NginxConfig::parse(std::string text, const std::string& file,
                                                         const std::string& pool) {
  if (auto fine = check_no_nul(text, file); !fine) return tl::unexpected(Errors{fine.error()});
  if (auto fine = check_no_bom(text, file); !fine) return tl::unexpected(Errors{fine.error()});
  auto model = parse_nginx(std::move(text), file);
  if (!model) return tl::unexpected(Errors{model.error()});
  std::unique_ptr<NginxConfig> config(new NginxConfig(std::move(*model)));
  const auto& directives = config->model_.directives();
  std::vector<std::string> names;
  bool found = false;
  const NginxDirective* of_stream = nullptr;
  for (std::size_t i = 0; i < directives.size(); ++i) {
    const NginxDirective& directive = directives[i];
    if (directive.name() != "upstream" || !directive.block || directive.entry) continue;
    const NginxDirective* http = config->model_.parent(directive);
    if (http == nullptr || http->name() != "http") {  // `stream` has upstreams, too
      if (directive.word(1) == pool) of_stream = &directive;
      continue;
    }
    names.push_back(directive.word(1));
    if (directive.word(1) != pool || found) continue;
    config->upstream_ = i;
    config->http_ = directive.parent;
    found = true;
  }
  if (!found && of_stream != nullptr) {
    return tl::unexpected(
        one(ErrorCode::usage, fmt::format("the upstream \"{}\" is one of stream", pool),
            "streams tell neither status nor path of a login: name an upstream of http",
            config->model_.where(*of_stream)));
  }
  if (!found) {
    return tl::unexpected(one(ErrorCode::usage,
                              fmt::format("there is no upstream \"{}\" in http", pool),
                              suggestion(pool, names), {file}));
  }
  Errors errors = config->read_pool();
  config->read_variables();
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return config;
}

Errors NginxConfig::read_pool() {
  Errors errors;
  const auto mistake = [&](const NginxDirective& directive, std::string message, std::string hint) {
    errors.push_back(
        {ErrorCode::usage, std::move(message), std::move(hint), model_.where(directive)});
  };
  for (const std::size_t i : upstream().inside) {
    const NginxDirective& directive = model_[i];
    if (directive.name() != "server") continue;
    if (directive.words.size() < 2 || directive.block) {
      mistake(directive, "a server of an upstream needs an address",
              "server ADDRESS:PORT [parameter…];");
      continue;
    }
    PoolServer server;
    split_address(directive.word(1), server.address, server.port);
    server.name = name_of(server.address, server.port);
    if (const auto weight = server_param(directive, "weight")) {
      server.weight = whole_number(*weight);
    }
    server.where = model_.where(directive);
    pool_.push_back(std::move(server));
    servers_.push_back(i);
  }
  tell_apart(pool_);
  if (pool_.empty() && errors.empty()) {
    mistake(upstream(), fmt::format("the upstream \"{}\" has no servers", pool_name()),
            "name the upstream whose servers answer the logins");
  }
  return errors;
}

void NginxConfig::read_variables() {
  const std::string pool = lower_case(pool_name());
  for (const NginxDirective& directive : model_.directives()) {
    const auto [variable, word] = assignment(model_, directive);
    if (word == nullptr || lower_case(parse_nginx_target(word->text).host) != pool) continue;
    pool_variables_.insert(variable);
  }
}

std::vector<const NginxDirective*> NginxConfig::passes() const {
  const std::string pool = lower_case(pool_name());
  std::vector<const NginxDirective*> found;
  for (const NginxDirective& directive : model_.directives()) {
    if (!is_pass(directive) || !model_.within(directive, "http")) continue;
    const std::string host = lower_case(parse_nginx_target(directive.word(1)).host);
    const bool leads =
        host.starts_with('$') ? pool_variables_.contains(variable_name(host)) : host == pool;
    if (leads) found.push_back(&directive);
  }
  return found;
}

std::string NginxConfig::algorithm() const {
  for (const std::size_t i : upstream().inside) {
    const NginxDirective& directive = model_[i];
    const std::string& name = directive.name();
    if (name != "hash" && name != "ip_hash" && name != "least_conn" && name != "random") continue;
    std::string text = name;
    for (std::size_t k = 1; k < directive.words.size(); ++k) text += " " + directive.word(k);
    return text;
  }
  return "round robin";
}

int NginxConfig::workers() const {
  constexpr int kOfAuto = 2;  // the same on every machine
  const NginxDirective* workers = model_.last(nullptr, "worker_processes");
  if (workers == nullptr) return 1;
  return workers->word(1) == "auto" ? kOfAuto : whole_number(workers->word(1)).value_or(1);
}

Edits NginxConfig::set_param(std::size_t server, const std::string& name,
                             const std::string& value) const {
  const NginxDirective& line = this->server(server);
  const std::string param = name + "=" + value;
  for (std::size_t i = line.words.size(); i-- > 2;) {
    const NginxWord& word = line.words[i];
    if (!word.text.starts_with(name + "=")) continue;
    if (word.text == param) return {};
    return {{word.begin, word.end, param}};
  }
  const std::size_t behind = line.words[1].end;
  return {{behind, behind, " " + param}};
}

/// nginx has no health checks of its own: it notices with the logins that fail. A refused
/// connection is noticed at once, a server that hangs after the timeout.
Bounds NginxConfig::notices() const {
  Bounds bounds;
  const bool notices = std::any_of(servers_.begin(), servers_.end(), [&](std::size_t i) {
    return server_number(model_[i], "max_fails", 1) > 0;
  });
  const auto ways = passes();
  if (!notices || ways.empty()) return bounds;
  const std::string name = setting_of_pass(*ways.front(), "_read_timeout");
  const NginxDirective* written = model_.in_force(model_.parent(*ways.front()), name);
  const microseconds timeout =
      written == nullptr ? kReadTimeout : parse_nginx_time(written->word(1)).value_or(kReadTimeout);
  bounds.latest = {std::chrono::duration_cast<std::chrono::milliseconds>(timeout)};
  return bounds;
}

}  // namespace misfire
