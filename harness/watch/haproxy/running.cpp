#include "watch/haproxy/running.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <optional>

#include "balancer/haproxy/runtime.hpp"
#include "base/instant_range.hpp"
#include "watch/haproxy/address.hpp"

namespace misfire::watch {
namespace {

std::string field(const HaproxyRow& row, const std::string& name) {
  const auto found = row.find(name);
  return found == row.end() ? "" : found->second;
}

long long number(const std::string& text) {
  long long value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Nothing where it is missing, or is no time of this world.
std::optional<Instant> start_of(const HaproxyRow& info) {
  constexpr auto kLast = std::chrono::floor<std::chrono::seconds>(kLastInstant);
  const long long seconds = number(field(info, "Start_time_sec"));
  if (seconds <= 0 || seconds > kLast.time_since_epoch().count()) return std::nullopt;
  return Instant(std::chrono::seconds(seconds));
}

/// srv_admin_state (management guide 9.3). What is inherited from a tracked server or comes of name
/// resolution was not done to this server by anybody.
std::string state_of(long long bits) {
  constexpr int kForcedMaintenance = 0x01, kForcedDrain = 0x08;
  if (bits & kForcedMaintenance) return "maintenance";
  return bits & kForcedDrain ? "drain" : "ready";
}

/// srv_check_state and srv_agent_state: configured, and not switched off.
std::string check_of(long long bits) {
  constexpr int kConfigured = 0x02, kEnabled = 0x04;
  return (bits & kConfigured) != 0 && (bits & kEnabled) != 0 ? "on" : "off";
}

std::string address_of(const HaproxyRow& row) {
  const std::string name = field(row, "srv_fqdn"), address = field(row, "srv_addr");
  const int port = static_cast<int>(number(field(row, "srv_port")));
  if (!name.empty() && name != "-") return address_text(name, port);
  return address.empty() || address == "-" ? "" : address_text(address, port);
}

Told server_of(const HaproxyRow& state, const HaproxyRow& stat) {
  Told told = {{Aspect::presence, "present"},
               {Aspect::weight, field(state, "srv_uweight")},
               {Aspect::maxconn, std::to_string(number(field(stat, "slim")))},
               {Aspect::state, state_of(number(field(state, "srv_admin_state")))},
               {Aspect::check, check_of(number(field(state, "srv_check_state")))},
               {Aspect::agent, check_of(number(field(state, "srv_agent_state")))},
               {Aspect::backup, number(field(stat, "bck")) != 0 ? "yes" : "no"}};
  const std::string address = address_of(state);
  if (!address.empty()) told[Aspect::address] = address;
  return told;
}

/// What health checks see: nothing of a server in maintenance, which none of them asks. One that is
/// drained, or has weight 0, is up; a check that finds it down makes DOWN of it.
std::optional<bool> checked_up(const std::string& status) {
  if (status.starts_with("MAINT")) return std::nullopt;
  return status.starts_with("UP") || status.starts_with("DRAIN") || status == "no check";
}

}  // namespace

std::string haproxy_question() {
  return fmt::format("{}\n", fmt::join(kHaproxyQuestions, ";"));
}

Result<HaproxyAnswer> parse_haproxy_answer(std::string_view answer) {
  const std::size_t state_at = answer.find("# be_id ");
  const std::size_t stat_at = answer.find("# pxname,");
  const HaproxyRow info = parse_show_info(answer.substr(0, std::min(state_at, answer.size())));
  // `show stat` ends with an empty line; a process that died within its answer sent none.
  const bool whole = state_at != std::string_view::npos && stat_at != std::string_view::npos &&
                     state_at < stat_at && answer.ends_with("\n\n");
  const auto started = start_of(info);
  if (!whole || !info.contains("Pid") || !started) {
    return environment_error(
        fmt::format("this is no whole answer of HAProxy's Runtime API: {}",
                    answer.substr(0, std::min<std::size_t>(answer.size(), 200))),
        "the socket must be the `stats socket` of a worker, of HAProxy 2.4 or later");
  }
  HaproxyAnswer found;
  found.worker.name =
      fmt::format("pid {}, started {}", field(info, "Pid"), field(info, "Start_time_sec"));
  found.worker.started = *started;
  found.worker.resolution = std::chrono::seconds(1);
  found.stopping = number(field(info, "Stopping")) != 0;
  std::map<Subject, HaproxyRow> stats;
  for (HaproxyRow& row : parse_show_stat(answer.substr(stat_at))) {
    const std::string pool = field(row, "pxname"), name = field(row, "svname");
    const std::string algorithm = name == "BACKEND" ? field(row, "algo") : "";
    if (!algorithm.empty() && algorithm != "unknown") {
      found.running.facts[{pool, ""}][Aspect::algorithm] = algorithm;
    }
    stats[{pool, name}] = std::move(row);
  }
  for (const HaproxyRow& state : parse_servers_state(answer.substr(state_at, stat_at - state_at))) {
    const Subject subject{field(state, "be_name"), field(state, "srv_name")};
    const auto stat = stats.find(subject);
    // Deleted between the two questions: the next look will not see it at all.
    if (stat == stats.end())
      return environment_error("HAProxy's servers changed while it answered");
    found.running.facts[subject] = server_of(state, stat->second);
    if (const auto up = checked_up(field(stat->second, "status"))) found.up[subject] = *up;
  }
  found.running.complete = true;
  return found;
}

}  // namespace misfire::watch
