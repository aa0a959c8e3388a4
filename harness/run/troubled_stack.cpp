#include "run/troubled_stack.hpp"

#include <fmt/format.h>

#include <csignal>
#include <future>
#include <nlohmann/json.hpp>

#include "monitor/counters.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kAwake = 30s;     // until a server that was stopped answers again
constexpr Duration kHealth = 500ms;  // a server that is well answers within milliseconds
constexpr Duration kAnswer = 2s;
constexpr char kTroubles[] = "troubles.json";

std::string end_text(const Exit& exit) {
  return exit.signal != 0 ? fmt::format("by signal {}", exit.signal)
                          : fmt::format("with code {}", exit.code);
}

Health health_of(const Endpoint& server, const ReadyQuestion& question) {
  const auto answer = http(server, {"GET", question.path, {}, {}}, kHealth);
  if (answer) return means_up(*answer, question) ? Health::well : Health::unwell;
  const bool refused = answer.error().message.find("cannot connect") != std::string::npos;
  return refused ? Health::refuses : Health::silent;
}

}  // namespace

TroubledStack::TroubledStack(const Conducting& c, Stack& stack)
    : c_(c), stack_(stack), question_(ready_question(c.inputs.system, false)) {
  for (const PartPtr& backend : stack.backends) {
    servers_.push_back({backend->name(), backend->from_harness("http"), {}});
  }
}

Result<void> TroubledStack::kill(const std::vector<std::size_t>& servers) {
  for (const std::size_t i : servers) c_.watch.forget(servers_[i].name);  // before it falls silent
  const auto how = c_.engine.works_side_by_side() ? std::launch::async : std::launch::deferred;
  std::vector<std::future<Result<Exit>>> ends;
  for (const std::size_t i : servers) {
    ends.push_back(std::async(how, [&part = *stack_.backends[i]] { return part.kill(); }));
  }
  Result<void> all;
  for (std::size_t k = 0; k < servers.size(); ++k) {
    auto ended = ends[k].get().and_then([&](const Exit& exit) { return gone(servers[k], exit); });
    if (!ended && all) all = std::move(ended);
  }
  return all;
}

Result<void> TroubledStack::gone(std::size_t i, const Exit& exit) {
  Server& server = servers_[i];
  stack_.backends[i].reset();
  server.ended = end_text(exit);
  ++server.ends;
  return c_.watch.note(PartExited{server.name, exit.code, exit.signal, true, {}});
}

Result<void> TroubledStack::start(const std::vector<std::size_t>& servers) {
  std::vector<std::size_t> down;
  for (const std::size_t i : servers) {
    if (!stack_.backends[i]) down.push_back(i);
  }
  if (auto started = start_backends_again(stack_, down, c_.engine, c_.inputs.system, c_.watch);
      !started) {
    return started;
  }
  for (const std::size_t i : down) servers_[i].at = stack_.backends[i]->from_harness("http");
  return {};
}

Result<void> TroubledStack::pause(std::size_t i) {
  c_.watch.forget(servers_[i].name);  // before it falls silent
  auto paused = stack_.backends[i]->pause();
  servers_[i].paused = paused.has_value();
  return paused;
}

Result<void> TroubledStack::resume(std::size_t i) {
  Server& server = servers_[i];
  if (auto resumed = stack_.backends[i]->resume(); !resumed) return resumed;
  server.paused = false;
  auto awake = c_.watch.poll_until(
      fmt::format("{} to answer again", server.name), kAwake,
      [&]() -> Result<bool> { return health_of(server.at, question_) == Health::well; });
  if (!awake) return awake;
  watch_backend(stack_, i, c_.inputs.system, c_.watch);
  // What it could not hear meanwhile.
  const bool troubled = stack_.backend_specs[i].files.contains(kTroubles);
  return troubled ? tell_troubles(i) : Result<void>{};
}

Result<void> TroubledStack::slow_down(std::size_t i, double factor) {
  servers_[i].slower = factor;
  return tell_troubles(i);
}

Result<void> TroubledStack::fail_logins(std::size_t i, double share, bool told) {
  servers_[i].failing = share;
  servers_[i].unhealthy = told;
  servers_[i].counted = own_logins(i);
  return tell_troubles(i);
}

/// Since it started; none if it does not answer.
OwnLogins TroubledStack::own_logins(std::size_t i) const {
  const auto page = http(servers_[i].at, {"GET", "/metrics", {}, {}}, kAnswer);
  if (!page) return {};
  OwnLogins logins;
  for (const auto& [outcome, count] : counters(page->body, "auth_logins_total", "outcome")) {
    logins.answered += count;
    if (outcome == "error") logins.errors += count;
  }
  return logins;
}

Result<void> TroubledStack::multiply_load(double factor) {
  const auto changed = c_.watch.driver()->multiply_rate(factor);
  if (!changed) return tl::unexpected(changed.error());
  return {};
}

Result<void> TroubledStack::flood(const LoginFlood& flood) {
  const auto changed = c_.watch.driver()->flood(flood);
  if (!changed) return tl::unexpected(changed.error());
  return {};
}

Result<void> TroubledStack::kill(Monitor monitor) {
  WatchingPart& one = stack_.watching.at(part_of(monitor));
  c_.watch.forget(one.spec.name);  // before it falls silent
  const auto exit = (*one.place)->kill();
  if (!exit) return tl::unexpected(exit.error());
  one.place->reset();
  ended_[monitor] = end_text(*exit);
  return c_.watch.note(PartExited{one.spec.name, exit->code, exit->signal, true, {}});
}

Result<void> TroubledStack::start(Monitor monitor) {
  if (*stack_.watching.at(part_of(monitor)).place) return {};
  if (monitor == Monitor::alertmanager) stack_.alertmanager_since = c_.watch.clock().now();
  return start_watching_again(stack_, part_of(monitor), c_.engine, c_.watch);
}

Result<void> TroubledStack::trouble_store(const StoreTrouble& trouble) {
  queries_ = store_queries(stack_);
  auto part = c_.engine.start(sessions_spec(c_.inputs, stack_.database, trouble));
  if (!part) return tl::unexpected(part.error());
  sessions_ = std::move(*part);
  return {};
}

/// Its end frees what it holds.
Result<void> TroubledStack::leave_store() {
  if (!sessions_) return {};
  const auto ended = sessions_->kill();
  if (!ended) return tl::unexpected(ended.error());
  sessions_.reset();
  return {};
}

std::optional<StoreSeen> TroubledStack::store_seen() const {
  return look_at_store(c_.inputs, stack_, queries_);
}

/// A file of its folder, which it reads when it is told to, and whenever it starts.
double TroubledStack::declared_service_ms() const {
  return c_.inputs.system.backends.capacity.service_time.seconds() * 1000;
}

Result<void> TroubledStack::tell_troubles(std::size_t i) {
  const Server& server = servers_[i];
  nlohmann::json troubles = nlohmann::json::object();
  if (server.slower != 1) {
    troubles["service_time"] =
        fmt::format("{}ms", std::llround(declared_service_ms() * server.slower));
  }
  if (server.failing > 0) troubles["error_share"] = server.failing;
  if (server.unhealthy) troubles["unhealthy"] = true;
  const std::string text = troubles.dump();
  stack_.backend_specs[i].files[kTroubles] = text;
  const PartPtr& part = stack_.backends[i];
  if (!part || server.paused) return {};
  if (auto put = part->put(kTroubles, text); !put) return put;
  return part->signal(SIGHUP);
}

ServerSeen TroubledStack::seen(std::size_t i, bool ask) const {
  ServerSeen seen;
  seen.name = servers_[i].name;
  seen.ended = servers_[i].ended;
  seen.ends = servers_[i].ends;
  seen.runs = stack_.backends[i] != nullptr;
  seen.asked = question_.path;
  if (!ask) return seen;
  seen.health = health_of(servers_[i].at, question_);
  if (servers_[i].failing > 0) {
    const OwnLogins now = own_logins(i);
    seen.own = {now.answered - servers_[i].counted.answered,
                now.errors - servers_[i].counted.errors};
  }
  return seen;
}

MonitorSeen TroubledStack::seen(Monitor monitor) const {
  const WatchingPart& one = stack_.watching.at(part_of(monitor));
  MonitorSeen seen;
  seen.name = one.spec.name;
  if (const auto ended = ended_.find(monitor); ended != ended_.end()) seen.ended = ended->second;
  seen.runs = *one.place != nullptr;
  seen.health = health_of(one.at, one.ready);
  const auto scrape =
      scrape_failure(stack_.prometheus->from_harness("http"), one.at_for_parts, kHealth);
  if (scrape) seen.scrape = *scrape;
  return seen;
}

}  // namespace misfire
