// Timers at speeds above 1: how long nginx waits for a server and how long it leaves one out.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "balancer/nginx/draft.hpp"
#include "balancer/nginx/timers.hpp"
#include "balancer/scaling.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;
using std::chrono::microseconds;

constexpr const char* kFailTimeout = "10s";    // ngx_http_upstream_module, "fail_timeout"
constexpr const char* kProxyTimeout = "60s";   // ngx_http_proxy_module: connect, send and read
constexpr microseconds kShortestFlush = 10ms;  // of a log's buffer

/// How many logins nginx gives each server at once; without a shared zone each worker counts alone.
std::vector<int> limits_of_servers(const NginxConfig& config) {
  const int counters =
      config.model().last(&config.upstream(), "zone") != nullptr ? 1 : config.workers();
  std::vector<int> limits;
  for (std::size_t i = 0; i < config.pool().size(); ++i) {
    const int limit = server_number(config.server(i), "max_conns", 0);
    limits.push_back(limit > 0 && limit < INT32_MAX / counters ? limit * counters : INT32_MAX);
  }
  return limits;
}

class Timers {
 public:
  explicit Timers(NginxDraft& draft)
      : draft_(draft),
        answer_(longest_answer(draft.wiring.capacity, limits_of_servers(draft.config))) {}

  void wire() {
    for (const NginxDirective* directive : draft_.remaining()) {
      const std::string& name = directive->name();
      if (name == "server" && in_upstream(*directive)) {
        fail_timeout(*directive);
      } else if (name == "access_log") {
        flush(*directive);
      } else if (directive->words.size() > 1 && is_proxy_timeout(name)) {
        request_timeout(*directive, name.substr(name.find('_')));
      } else if (directive->words.size() > 1 && name == "worker_shutdown_timeout") {
        request_timeout(*directive, "_read_timeout");  // former workers have logins to answer
      } else if (directive->words.size() > 1 && name == "resolver_timeout") {
        request_timeout(*directive, "_connect_timeout");
      } else if (directive->words.size() > 1 && goes_by_load(name)) {
        kept_.insert(name + " " + directive->word(1));
      } else if (name == "limit_req_zone") {
        rate(*directive);
      } else if (holds_seconds(*directive)) {
        draft_.limited(fmt::format("{}: {} runs unscaled: nginx keeps it in whole seconds",
                                   draft_.place(*directive), draft_.quote(*directive)));
      }
    }
    write_defaults();
    if (kept_.empty()) return;
    draft_.limited(fmt::format(
        "timeouts that go by the load are not scaled, since logins come and take real time: {}",
        fmt::join(kept_, ", ")));
  }

 private:
  bool in_upstream(const NginxDirective& directive) const {
    const NginxDirective* block = draft_.model.parent(directive);
    return block != nullptr && block->name() == "upstream" && directive.words.size() > 1;
  }

  static bool is_proxy_timeout(const std::string& name) {
    for (const char* kind : {"proxy", "grpc", "fastcgi", "uwsgi", "scgi", "memcached"}) {
      if (!name.starts_with(std::string(kind) + "_")) continue;
      const std::string rest = name.substr(name.find('_'));
      return rest == "_connect_timeout" || rest == "_send_timeout" || rest == "_read_timeout" ||
             rest == "_next_upstream_timeout" || rest == "_cache_lock_timeout" ||
             rest == "_cache_lock_age";
    }
    return false;
  }

  static bool goes_by_load(const std::string& name) {
    static const std::set<std::string> names = {
        "client_header_timeout", "client_body_timeout", "send_timeout",     "keepalive_timeout",
        "keepalive_time",        "lingering_time",      "lingering_timeout"};
    return names.contains(name);
  }

  static bool holds_seconds(const NginxDirective& directive) {
    const std::string& name = directive.name();
    if (name.ends_with("_cache_path") || name == "open_file_cache") {
      return std::any_of(directive.words.begin(), directive.words.end(),
                         [](const NginxWord& word) { return word.text.starts_with("inactive="); });
    }
    return name.ends_with("_cache_valid") || name == "open_log_file_cache";
  }

  void rate(const NginxDirective& zone) {
    for (const NginxWord& word : zone.words) {
      if (word.text.starts_with("rate=")) kept_.insert(zone.name() + " " + word.text);
    }
  }

  /// Waits for an answer are waits for logins; the others are for connections.
  void request_timeout(const NginxDirective& directive, const std::string& kind) {
    const bool waits = kind != "_connect_timeout" && kind != "_send_timeout";
    const microseconds floor = waits ? kWaitMargin * answer_ : kShortestConnect;
    const std::string why =
        waits ? fmt::format(" (twice the longest wait for a login, {})", time_text(answer_)) : "";
    scale(fmt::format("{}: {}", draft_.place(directive), draft_.quote(directive)),
          directive.words[1], floor, why);
  }

  void scale(const std::string& name, const NginxWord& word, microseconds floor,
             const std::string& why) {
    if (const auto text = scaled(name, word.text, floor, why); text && *text != word.text) {
      draft_.replace(word, *text);
      draft_.changed(fmt::format("{} runs as {} (speed {})", name, *text, draft_.wiring.speed));
    }
  }

  /// The value that runs; nothing when it is no time or switched off.
  std::optional<std::string> scaled(const std::string& name, const std::string& written,
                                    microseconds floor, const std::string& why) {
    const auto time = parse_nginx_time(written);
    if (!time) {
      draft_.limited(name + " is not a plain time and runs unscaled");
      return std::nullopt;
    }
    if (time->count() == 0) return std::nullopt;
    const auto [runs, floored] = scale_time(*time, draft_.wiring.speed, floor);
    if (floored) too_short(name, *time, runs, floor, why);
    return time_text(runs);
  }

  void too_short(const std::string& name, microseconds time, microseconds runs, microseconds floor,
                 const std::string& why) {
    draft_.capped(static_cast<double>(time.count()) / static_cast<double>(floor.count()),
                  fmt::format("{} cannot be shorter than {}{}", name, time_text(floor), why));
    draft_.limited(
        fmt::format("{} cannot be shorter than {}{}: it runs as {}, which is {:.1f} s of "
                    "model time",
                    name, time_text(floor), why, time_text(runs),
                    static_cast<double>(runs.count()) * draft_.wiring.speed / 1e6));
  }

  /// nginx keeps it in whole seconds.
  void fail_timeout(const NginxDirective& server) {
    const auto written = server_param(server, "fail_timeout");
    const std::string value = written.value_or(kFailTimeout);
    const std::string name =
        fmt::format("upstream {}: server {}: fail_timeout {}", draft_.model.parent(server)->word(1),
                    server.word(1), value);
    if (server_number(server, "max_fails", 1) == 0) return;  // it is never left out
    const auto time = parse_nginx_time(value);
    if (!time || time->count() == 0) return;
    const double exact = static_cast<double>(time->count()) / draft_.wiring.speed / 1e6;
    const double seconds = std::max(1.0, std::ceil(exact - 1e-9));
    const std::string text = fmt::format("{:.0f}s", seconds);
    if (written) {
      replace_param(server, "fail_timeout", text);
    } else {
      draft_.insert(server.words[1].end, " fail_timeout=" + text);
    }
    draft_.changed(fmt::format("{}{} runs as {} (speed {})", name,
                               written ? "" : ", nginx's default,", text, draft_.wiring.speed));
    if (seconds - exact <= 0.01) return;
    const microseconds runs(static_cast<std::int64_t>(seconds * 1e6));
    too_short(name, *time, runs, runs, " (nginx takes whole seconds)");
  }

  void replace_param(const NginxDirective& server, const std::string& name,
                     const std::string& value) {
    for (std::size_t i = server.words.size(); i-- > 2;) {
      if (!server.word(i).starts_with(name + "=")) continue;
      draft_.replace(server.words[i], name + "=" + value);
      return;
    }
  }

  void flush(const NginxDirective& log) {
    for (std::size_t i = 2; i < log.words.size(); ++i) {
      if (!log.word(i).starts_with("flush=")) continue;
      const std::string name = fmt::format("{}: access_log {}", draft_.place(log), log.word(i));
      const auto text = scaled(name, log.word(i).substr(6), kShortestFlush, "");
      if (!text) continue;
      draft_.replace(log.words[i], "flush=" + *text);
      draft_.changed(fmt::format("{} runs as {} (speed {})", name, *text, draft_.wiring.speed));
    }
  }

  /// What nginx would take by default and what therefore would not be scaled.
  void write_defaults() {
    const auto ways = draft_.config.passes();
    for (const char* name : {"proxy_connect_timeout", "proxy_send_timeout", "proxy_read_timeout"}) {
      const bool written =
          !ways.empty() && std::all_of(ways.begin(), ways.end(), [&](const NginxDirective* pass) {
            return draft_.model.in_force(draft_.model.parent(*pass), name) != nullptr;
          });
      if (written || draft_.model.last(&draft_.config.http(), name) != nullptr) continue;
      const bool waits = std::string_view(name) == "proxy_read_timeout";
      const auto text = scaled(fmt::format("{} {}", name, kProxyTimeout), kProxyTimeout,
                               waits ? kWaitMargin * answer_ : kShortestConnect, "");
      draft_.open_with(draft_.config.http(), fmt::format("{} {};", name, *text));
      draft_.changed(fmt::format("nginx's default {} {} is written out as {} (speed {})", name,
                                 kProxyTimeout, *text, draft_.wiring.speed));
    }
  }

  NginxDraft& draft_;
  microseconds answer_;
  std::set<std::string> kept_;
};

}  // namespace

void wire_timers(NginxDraft& draft) {
  if (draft.wiring.speed > 1) Timers(draft).wire();
}

}  // namespace misfire
