#include "balancer/nginx/live_server.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace misfire {
namespace {

constexpr char kName[] = "misfire-live";

/// JSON inside one of nginx's single-quoted words: neither quotes nor backslashes may stand in a
/// string, and a $ would begin a variable.
std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const bool plain = c >= ' ' && c != '"' && c != '\'' && c != '\\' && c != '$' && c != '\x7f';
    out += plain ? std::string(1, c) : fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
  }
  return out + "\"";
}

std::string listen_line(const std::string& listen) {
  return fmt::format("listen {}; server_name {};", listen, kName);
}

std::string generation_field(int generation) {
  return fmt::format("\"generation\":{},", generation);
}

std::string server_json(const LiveName& server, const NginxDirective& line) {
  const std::string fail_timeout = server_param(line, "fail_timeout").value_or("10s");
  return fmt::format(
      R"({{"name":{},"address":{},"weight":{},"max_conns":{},"max_fails":{},"fail_timeout":{},"down":{},"backup":{}}})",
      json_string(server.name), json_string(server.address), server_number(line, "weight", 1),
      server_number(line, "max_conns", 0), server_number(line, "max_fails", 1),
      json_string(fail_timeout), server_flag(line, "down"), server_flag(line, "backup"));
}

/// As many as nginx takes by default where nothing is written.
int worker_connections(const NginxModel& model) {
  constexpr int kDefault = 512;
  const NginxDirective* events = model.last(nullptr, "events");
  const NginxDirective* written =
      events == nullptr ? nullptr : model.last(events, "worker_connections");
  const int number = written == nullptr ? 0 : std::atoi(written->word(1).c_str());
  return number > 0 ? number : kDefault;
}

void read_server(const nlohmann::json& json, LiveState& state) {
  LiveState::Server server;
  server.name = json.at("name");
  const std::string address = json.at("address");
  const std::size_t colon = address.rfind(':');
  server.address = address.substr(0, colon);
  if (colon != std::string::npos) server.port = std::atoi(address.c_str() + colon + 1);
  server.weight = json.at("weight");
  server.maxconn = json.at("max_conns");
  server.fall = json.at("max_fails");
  server.status = "no check";  // of its own accord nginx asks no server how it is
  if (server.fall != 0) {
    server.check = fmt::format("left out for {} after {} failed logins",
                               json.at("fail_timeout").get<std::string>(), server.fall);
  }
  if (json.at("down").get<bool>()) server.admin = "down by configuration";
  if (json.at("backup").get<bool>()) server.admin = "backup";
  state.servers.push_back(std::move(server));
}

}  // namespace

// nginx takes words of at most 4095 bytes, so the answer is put together server by server.
std::string live_server(const NginxConfig& config, const std::vector<LiveName>& names,
                        const std::string& listen, const std::string& mark) {
  std::string text = fmt::format(
      "server {{ {} access_log off; location / {{ default_type application/json; "
      "set $misfire_live '{{{}\"configuration\":{},\"algorithm\":{},\"worker_connections\":{},"
      "\"servers\":[';",
      listen_line(listen), generation_field(1), json_string(mark), json_string(config.algorithm()),
      worker_connections(config.model()));
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    text += fmt::format(" set $misfire_live '${{misfire_live}}{}{}';", i == 0 ? "" : ",",
                        server_json(names.at(i), config.server(i)));
  }
  return text + " return 200 '${misfire_live}]}'; } }";
}

Result<std::string> as_generation(std::string text, const Endpoint& from, const Endpoint& to,
                                  int generation) {
  const std::string listen = listen_line(to_string(from));
  const std::size_t at = text.rfind(listen);
  const std::string field = generation_field(1);
  const std::size_t number = at == std::string::npos ? at : text.find(field, at);
  if (number == std::string::npos) {
    return environment_error("this configuration of nginx tells nothing about itself");
  }
  text.replace(number, field.size(), generation_field(generation));
  text.replace(at, listen.size(), listen_line(to_string(to)));
  return text;
}

Result<NginxLive> parse_live_answer(std::string_view body) {
  try {
    const auto json = nlohmann::json::parse(body);
    NginxLive live;
    live.generation = json.at("generation");
    live.state.worker = fmt::format("generation {}", live.generation);
    live.state.configuration = json.at("configuration");
    live.state.algorithm = json.at("algorithm");
    live.state.limits["connections of a worker"] = json.at("worker_connections");
    for (const auto& server : json.at("servers")) read_server(server, live.state);
    return live;
  } catch (const nlohmann::json::exception&) {
    constexpr std::size_t kShown = 200;
    return environment_error(fmt::format("nginx told no state of its pool: {}",
                                         body.substr(0, std::min(body.size(), kShown))));
  }
}

}  // namespace misfire
