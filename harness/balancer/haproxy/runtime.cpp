#include "balancer/haproxy/runtime.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace misfire {
namespace {

int to_number(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  for (std::size_t at = 0; (at = line.find_first_not_of(" \t\r", at)) != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
    words.emplace_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

/// One CSV line; fields may be quoted, a quote inside is doubled.
std::vector<std::string> fields_of(std::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"')
        fields.back() += line[i++];
      else
        quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += line[i];
    }
  }
  return fields;
}

HaproxyRow row_of(const std::vector<std::string>& names, const std::vector<std::string>& values) {
  HaproxyRow row;
  for (std::size_t i = 0; i < std::min(names.size(), values.size()); ++i) row[names[i]] = values[i];
  return row;
}

std::string field(const HaproxyRow& row, const std::string& name) {
  const auto found = row.find(name);
  return found == row.end() ? "" : found->second;
}

/// "UP 1/3" (one failed check from DOWN) is UP: the counter moves with every check.
std::string state_word(std::string status) {
  const std::size_t slash = status.rfind('/');
  const std::size_t space = status.rfind(' ');
  if (slash != std::string::npos && space != std::string::npos && space < slash &&
      status.find('(') == std::string::npos) {
    status.resize(space);
  }
  return status;
}

/// Why a server is administratively out, in words (srv_admin_state, management guide 9.3).
std::string admin_words(int bits) {
  static const std::pair<int, const char*> known[] = {{0x01, "maintenance forced"},
                                                      {0x02, "maintenance inherited"},
                                                      {0x04, "maintenance by configuration"},
                                                      {0x08, "drain forced"},
                                                      {0x10, "drain inherited"},
                                                      {0x20, "maintenance by name resolution"},
                                                      {0x40, "host name changed"}};
  std::vector<std::string> words;
  for (const auto& [bit, name] : known) {
    if (bits & bit) words.emplace_back(name);
  }
  return fmt::format("{}", fmt::join(words, ", "));
}

/// A check that the configuration asks for and an operator has switched off (CHK_ST_*).
bool check_is_off(int bits) {
  constexpr int kConfigured = 0x02, kEnabled = 0x04;
  return (bits & kConfigured) != 0 && (bits & kEnabled) == 0;
}

/// Of the process and of its frontends.
std::map<std::string, int> limits_in(const HaproxyRow& info, const std::vector<HaproxyRow>& stats) {
  std::map<std::string, int> limits;
  const auto keep = [&](const std::string& what, const std::string& limit) {
    if (const int number = to_number(limit); number > 0) limits[what] = number;
  };
  keep("connections of the process", field(info, "Maxconn"));
  for (const HaproxyRow& row : stats) {
    if (field(row, "svname") != "FRONTEND") continue;
    keep("connections of " + field(row, "pxname"), field(row, "slim"));
    keep("sessions a second of " + field(row, "pxname"), field(row, "rate_lim"));
  }
  return limits;
}

/// The row whose checks tell how a server is: its own, or that of the server which it tracks.
const HaproxyRow& checks_row(const HaproxyRow& server, const std::vector<HaproxyRow>& stats) {
  const HaproxyRow* at = &server;
  for (std::size_t step = 0; step < stats.size(); ++step) {
    const std::string tracked = field(*at, "tracked");
    if (tracked.empty()) break;
    const auto next = std::find_if(stats.begin(), stats.end(), [&](const HaproxyRow& row) {
      return field(row, "pxname") + "/" + field(row, "svname") == tracked;
    });
    if (next == stats.end()) break;
    at = &*next;
  }
  return *at;
}

std::string mark_in(std::string_view answer) {
  const std::string begin = std::string(kMarkVariable) + "=";
  for (const std::string_view line : lines_of(answer)) {
    if (line.starts_with(begin)) return std::string(line.substr(begin.size()));
  }
  return "";
}

}  // namespace

HaproxyRow parse_show_info(std::string_view text) {
  HaproxyRow info;
  for (const std::string_view line : lines_of(text)) {
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos) {
      info[std::string(line.substr(0, colon))] = std::string(line.substr(colon + 2));
    }
  }
  return info;
}

std::vector<HaproxyRow> parse_show_stat(std::string_view text) {
  std::vector<HaproxyRow> rows;
  std::vector<std::string> names;
  for (const std::string_view line : lines_of(text)) {
    if (line.starts_with("# ")) {
      names = fields_of(line.substr(2));
    } else if (!line.empty() && !names.empty()) {
      rows.push_back(row_of(names, fields_of(line)));
    }
  }
  return rows;
}

std::vector<HaproxyRow> parse_servers_state(std::string_view text) {
  std::vector<HaproxyRow> rows;
  std::vector<std::string> names;
  for (const std::string_view line : lines_of(text)) {
    if (line.starts_with("# ")) {
      names = words_of(line.substr(2));
    } else if (!line.empty() && !names.empty()) {
      rows.push_back(row_of(names, words_of(line)));
    }
  }
  return rows;
}

int HaproxyProcesses::current() const {
  const auto found = std::find_if(workers.begin(), workers.end(),
                                  [](const Worker& worker) { return !worker.old; });
  return found == workers.end() ? 0 : found->pid;
}

HaproxyProcesses parse_show_proc(std::string_view text) {
  HaproxyProcesses processes;
  bool old = false;
  for (const std::string_view line : lines_of(text)) {
    if (line.starts_with('#')) {
      old = line.find("old workers") != std::string_view::npos;
      continue;
    }
    const auto words = words_of(line);
    if (words.size() < 3) continue;
    if (words[1] == "worker") processes.workers.push_back({to_number(words[0]), old});
    if (words[1] == "master") {
      processes.reloads = to_number(words[2]);
      const std::size_t failed = line.find("[failed: ");
      if (failed != std::string_view::npos) processes.failed = to_number(line.substr(failed + 9));
    }
  }
  return processes;
}

Result<void> accepted(const std::string& command, std::string_view answer) {
  for (const std::string_view line : lines_of(answer)) {
    const bool blank = line.find_first_not_of(" \r\t") == std::string_view::npos;
    // "no need to change the addr, port changed from …" and the like.
    const bool told = line.find("by 'stats socket command'") != std::string_view::npos ||
                      line.starts_with("no need to change");
    if (!blank && !told) {
      return environment_error(fmt::format("HAProxy refused \"{}\": {}", command, line));
    }
  }
  return {};
}

std::string live_question(const std::string& pool) {
  // Of all proxies: HAProxy takes the frontend where a frontend has the pool's name, too.
  constexpr int kFrontendsBackendsAndServers = 1 | 2 | 4;
  return fmt::format("show env {};show info;show servers state {};show stat -1 {} -1\n",
                     kMarkVariable, pool, kFrontendsBackendsAndServers);
}

Result<LiveState> parse_live_state(std::string_view answer, const std::string& pool) {
  const std::size_t state_at = answer.find("# be_id ");
  const std::size_t stat_at = answer.find("# pxname,");
  if (state_at == std::string_view::npos || stat_at == std::string_view::npos ||
      stat_at < state_at) {
    return environment_error(
        fmt::format("HAProxy told no state of the pool \"{}\": {}", pool,
                    answer.substr(0, std::min<std::size_t>(answer.size(), 200))));
  }
  const HaproxyRow info = parse_show_info(answer.substr(0, state_at));
  const auto states = parse_servers_state(answer.substr(state_at, stat_at - state_at));
  const auto stats = parse_show_stat(answer.substr(stat_at));
  LiveState live;
  live.configuration = mark_in(answer.substr(0, state_at));
  const auto of_pool = [&](const std::string& name) {
    return std::find_if(stats.begin(), stats.end(), [&](const HaproxyRow& row) {
      return field(row, "pxname") == pool && field(row, "svname") == name;
    });
  };
  const auto backend = of_pool("BACKEND");
  if (backend != stats.end()) live.algorithm = field(*backend, "algo");
  live.worker =
      fmt::format("pid {}, started {}", field(info, "Pid"), field(info, "Start_time_sec"));
  live.limits = limits_in(info, stats);
  for (const HaproxyRow& state : states) {
    LiveState::Server server;
    server.name = field(state, "srv_name");
    if (std::any_of(live.servers.begin(), live.servers.end(),
                    [&](const LiveState::Server& other) { return other.name == server.name; })) {
      return environment_error(fmt::format("HAProxy told of {}/{} twice", pool, server.name));
    }
    const auto stat = of_pool(server.name);
    if (stat == stats.end()) {
      return environment_error(fmt::format("HAProxy told no status of {}/{}", pool, server.name));
    }
    server.address = field(state, "srv_addr");
    server.port = to_number(field(state, "srv_port"));
    server.weight = to_number(field(state, "srv_uweight"));
    server.admin = admin_words(to_number(field(state, "srv_admin_state")));
    if (field(*stat, "bck") == "1") {
      server.admin += server.admin.empty() ? "backup" : ", backup";
    }
    server.status = state_word(field(*stat, "status"));
    const HaproxyRow& checks = checks_row(*stat, stats);
    server.check = field(checks, "check_status");
    if (server.check.starts_with("* ")) server.check.erase(0, 2);  // one is under way
    if (check_is_off(to_number(field(state, "srv_check_state")))) server.check = "disabled";
    server.maxconn = to_number(field(*stat, "slim"));
    server.fall = to_number(field(checks, "check_fall"));
    server.rise = to_number(field(checks, "check_rise"));
    server.check_code = to_number(field(checks, "check_code"));
    server.check_port = to_number(field(state, "srv_check_port"));
    server.cookie = field(*stat, "cookie");
    live.servers.push_back(std::move(server));
  }
  return live;
}

}  // namespace misfire
