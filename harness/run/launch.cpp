#include "run/launch.hpp"

#include <fmt/format.h>

#include <csignal>
#include <future>

#include "base/process.hpp"
#include "run/exporters.hpp"
#include "run/ports.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kReady = 30s;  // generous: the machine may be busy
constexpr Duration kAnswer = 2s;  // asked again until then; one that hangs must not hide the others

std::string listen(Engine& engine, const std::string& part, int port) {
  return to_string(engine.address(part, port));
}

PartSpec sink_spec(Engine& engine, const Inputs& in) {
  PartSpec spec;
  spec.name = "sink";
  spec.program = in.programs.path("misfire-sink").string();
  spec.args = {"--listen", listen(engine, "sink", ports::kSink), "--smtp",
               listen(engine, "sink", ports::kSinkSmtp)};
  spec.ports = {{"http", ports::kSink}, {"smtp", ports::kSinkSmtp}};
  spec.inner_ports = {"smtp"};
  spec.limits = in.programs.found.at("misfire-sink").limits;
  return spec;
}

/// What a backend has of the store: words of its command line, and files.
struct StoreShare {
  std::vector<std::string> words;
  FileSet files;
};

PartSpec authd_spec(Engine& engine, const Inputs& in, const std::string& name, int port,
                    const StoreShare& store) {
  const Capacity& capacity = in.system.backends.capacity;
  PartSpec spec;
  spec.name = name;
  spec.program = in.programs.path("authd").string();
  spec.args = {"serve",
               "--listen",
               listen(engine, name, port),
               "--name",
               name,
               "--workers",
               std::to_string(capacity.workers),
               "--service-time",
               fmt::format("{}ms", capacity.service_time.value.count()),
               "--queue",
               std::to_string(capacity.queue),
               "--troubles",
               "troubles.json",
               "--login-path",
               path_alone(in.system.login.path)};
  spec.args.insert(spec.args.end(), store.words.begin(), store.words.end());
  spec.files = store.files;
  spec.ports = {{"http", port}};
  spec.limits = in.programs.found.at("authd").limits;
  return spec;
}

PartSpec monitor_spec(const Inputs& in, const std::string& name, const std::string& program,
                      const FileSet& files, const std::vector<std::string>& flags, int port) {
  PartSpec spec;
  spec.name = name;
  spec.program = in.programs.path(program).string();
  spec.args = flags;
  for (const std::string& more : in.programs.args(program)) spec.args.push_back(more);
  spec.files = files;
  spec.ports = {{"http", port}};
  spec.limits = in.programs.found.at(program).limits;
  return spec;
}

/// The accounts of this run, as authd itself stores them.
Result<std::string> make_store(const Inputs& in, const Prepared& prepared, const fs::path& folder) {
  const fs::path file = folder / "accounts.db";
  const auto made = run_tool(create_words(in, prepared.plan, file.string()), 60s);
  if (!made) return tl::unexpected(made.error());
  if (made->exit_code != 0) {
    return environment_error(fmt::format("authd could not create its store: {}", made->output));
  }
  auto bytes = read_file(file, 1u << 30);
  std::error_code ignored;
  fs::remove(file, ignored);
  return bytes;
}

Result<PartPtr> started(Engine& engine, const PartSpec& spec) {
  auto part = engine.start(spec);
  if (!part) {
    part.error().message = fmt::format("{} did not start: {}", spec.name, part.error().message);
  }
  return part;
}

/// A server, which all backends share, or a file for each.
Result<StoreShare> start_store(Stack& stack, Engine& engine, const Inputs& in,
                               const Prepared& prepared, const fs::path& folder, Watch& watch) {
  if (in.system.backends.own) return StoreShare{};
  if (!has_server(in.system)) {
    auto file = make_store(in, prepared, folder);
    if (!file) return tl::unexpected(file.error());
    return StoreShare{{"--store", "accounts.db"}, {{"accounts.db", std::move(*file)}}};
  }
  const Instant began = watch.clock().now();
  stack.database = make_access(engine);
  const PartSpec spec = store_spec(in, stack.database);
  auto part = started(engine, spec);
  if (!part) return tl::unexpected(part.error());
  stack.store = std::move(*part);
  if (auto filled = fill_store(in, prepared.plan, stack.database, *stack.store, folder, watch);
      !filled) {
    return tl::unexpected(filled.error());
  }
  watch.look_after(*stack.store, spec.limits, store_probe(*stack.store));
  const PartReady ready{"store", to_seconds(watch.clock().now() - began)};
  if (auto noted = watch.note(ready); !noted) return tl::unexpected(noted.error());
  return StoreShare{store_words(stack.database, prepared.plan.speed),
                    {{kPassFile, stack.database.pass_file()}}};
}

Result<bool> answers(const Part& part, const ReadyQuestion& question) {
  return is_up(part.from_harness("http"), question, kAnswer);
}

PartSpec balancer_spec(const Inputs& in, const Prepared& prepared) {
  PartSpec spec = in.balancer->part(prepared.original, prepared.wiring, prepared.files);
  spec.limits = in.programs.found.at(in.system.balancer.kind).limits;
  return spec;
}

/// A part that is to be started, and how to see that it is ready.
struct Starting {
  PartPtr* place;
  PartSpec spec;
  ReadyQuestion probe;
  bool ready = false;
};

/// Whatever was started has its place, also when another could not be.
Result<void> start_all(Engine& engine, std::vector<Starting>& starting) {
  const auto how = engine.starts_side_by_side() ? std::launch::async : std::launch::deferred;
  std::vector<std::future<Result<void>>> starts;
  for (Starting& one : starting) {
    starts.push_back(std::async(how, [&engine, &one]() -> Result<void> {
      auto part = started(engine, one.spec);
      if (!part) return tl::unexpected(part.error());
      *one.place = std::move(*part);
      return {};
    }));
  }
  Result<void> all;
  for (auto& start : starts) {
    if (!all && how == std::launch::deferred)
      break;  // one after the other: the rest is not started
    if (auto done = start.get(); !done && all) all = done;
  }
  return all;
}

/// Notes each that becomes ready, and has it looked after from then on.
Result<void> all_ready(std::vector<Starting>& starting, Instant began, Watch& watch) {
  auto ready = watch.poll_until("the parts to become ready", kReady, [&]() -> Result<bool> {
    bool all = true;
    for (Starting& s : starting) {
      if (s.ready) continue;
      const auto up = answers(**s.place, s.probe);
      if (!up || !*up) {
        all = false;
        continue;
      }
      s.ready = true;
      watch.look_after(**s.place, s.spec.limits, probe_of(**s.place, s.probe.path));
      const double took = to_seconds(watch.clock().now() - began);
      if (auto noted = watch.note(PartReady{s.spec.name, took}); !noted) {
        return tl::unexpected(noted.error());
      }
    }
    return all;
  });
  if (ready) return ready;
  for (const Starting& s : starting) {
    if (s.ready) continue;
    const std::string said = (*s.place)->log_tail(600);
    ready.error().message += fmt::format("; {} is not ready and {}", s.spec.name,
                                         said.empty() ? "says nothing" : "last said: " + said);
  }
  return ready;
}

}  // namespace

Probe probe_of(const Part& part, const std::string& target) {
  return [to = part.from_harness("http"), target](Duration limit) -> Result<void> {
    const auto answer = http(to, {"GET", target, {}, {}}, limit);
    if (!answer) return tl::unexpected(answer.error());
    return {};  // whatever it says, it is there
  };
}

Result<void> start_service(Stack& stack, Engine& engine, const Inputs& in, const Prepared& prepared,
                           const fs::path& folder, Watch& watch) {
  const bool own = in.system.backends.own.has_value();
  const auto store = start_store(stack, engine, in, prepared, folder, watch);
  if (!store) return tl::unexpected(store.error());

  const Instant began = watch.clock().now();
  std::vector<Starting> starting;
  stack.backends.resize(prepared.plan.servers.size());
  for (std::size_t i = 0; i < stack.backends.size(); ++i) {
    const std::string& name = prepared.plan.servers[i];
    const auto spec =
        own ? own_backend_spec(engine, in, name, i)
            : authd_spec(engine, in, name, backend_ports(in.system, i).logins, *store);
    starting.push_back({&stack.backends[i], spec, ready_question(in.system, true)});
    stack.backend_specs.push_back(spec);
    stack.backend_specs.back().files.clear();  // it has them
  }
  starting.push_back({&stack.balancer, balancer_spec(in, prepared), {}});
  const Limits limits = starting.back().spec.limits;
  if (auto ok = start_all(engine, starting); !ok) return ok;
  starting.pop_back();  // the adapter knows when the balancer is ready
  if (auto ok = all_ready(starting, began, watch); !ok) return ok;
  const auto go_on = [&] { return watch.poll(); };
  if (auto up = in.balancer->ready(*stack.balancer, kReady, go_on); !up) return up;
  watch.look_after(*stack.balancer, limits, [&](Duration limit) -> Result<void> {
    const auto live = in.balancer->live(*stack.balancer, limit);
    if (!live) return tl::unexpected(live.error());
    return {};
  });
  return watch.note(PartReady{"balancer", to_seconds(watch.clock().now() - began)});
}

/// It may be offered more than it can answer at once: then it has no room, but is there.
Result<void> start_backend_again(Stack& stack, std::size_t backend, Engine& engine,
                                 const System& system, Watch& watch) {
  const Instant began = watch.clock().now();
  std::vector<Starting> one;
  one.push_back(
      {&stack.backends[backend], stack.backend_specs[backend], ready_question(system, false)});
  if (auto ok = start_all(engine, one); !ok) return ok;
  return all_ready(one, began, watch);
}

void watch_backend(const Stack& stack, std::size_t backend, const System& system, Watch& watch) {
  const Part& part = *stack.backends[backend];
  watch.look_after(part, stack.backend_specs[backend].limits,
                   probe_of(part, ready_question(system, true).path));
}

Result<void> start_monitoring(Stack& stack, Engine& engine, const Inputs& in,
                              const Prepared& prepared, Watch& watch) {
  const Instant began = watch.clock().now();
  std::vector<Starting> starting;
  starting.push_back({&stack.sink, sink_spec(engine, in), {"/-/ready"}});
  starting.push_back({&stack.alertmanager,
                      monitor_spec(in, "alertmanager", "alertmanager", prepared.alertmanager.files,
                                   prepared.alertmanager.flags, ports::kAlertmanager),
                      {"/-/ready"}});
  if (!prepared.blackbox.files.empty()) {
    std::vector<std::string> flags = prepared.blackbox.flags;
    flags.push_back("--web.listen-address=" + listen(engine, "blackbox", ports::kBlackbox));
    starting.push_back({&stack.blackbox,
                        monitor_spec(in, "blackbox", "blackbox_exporter", prepared.blackbox.files,
                                     flags, ports::kBlackbox),
                        {"/-/healthy"}});
  }
  auto exporters = exporter_specs(engine, in, prepared);
  if (scrapes_store(in.system)) {
    exporters.push_back(store_exporter_spec(engine, in, stack.database));
  }
  for (const PartSpec& exporter : exporters) {
    starting.push_back({&stack.exporters[exporter.name], exporter, {"/"}});
  }
  if (auto ok = start_all(engine, starting); !ok) return ok;
  if (auto ok = all_ready(starting, began, watch); !ok) return ok;
  for (Starting& one : starting) {
    const Part& part = **one.place;
    one.spec.files.clear();
    stack.watching[part.name()] = {one.place, std::move(one.spec), one.probe,
                                   part.from_harness("http"), part.from_parts("http")};
  }
  return {};
}

Result<void> start_watching_again(Stack& stack, const std::string& part, Engine& engine,
                                  Watch& watch) {
  const Instant began = watch.clock().now();
  const WatchingPart& known = stack.watching.at(part);
  std::vector<Starting> one;
  one.push_back({known.place, known.spec, known.ready});
  if (auto ok = start_all(engine, one); !ok) return ok;
  return all_ready(one, began, watch);
}

Result<void> start_prometheus(Stack& stack, Engine& engine, const Inputs& in,
                              const Prepared& prepared, bool targets, Watch& watch) {
  const Instant began = watch.clock().now();
  FileSet files = prepared.prometheus.files;
  for (const auto& [path, bytes] : prepared.prometheus.files_without_rules) files[path] = bytes;
  const auto spec = monitor_spec(in, "prometheus", "prometheus", files, prepared.prometheus.flags,
                                 ports::kPrometheus);
  auto part = started(engine, spec);
  if (!part) return tl::unexpected(part.error());
  stack.prometheus = std::move(*part);
  auto ready = watch.poll_until("Prometheus to become ready", kReady,
                                [&] { return answers(*stack.prometheus, {"/-/ready"}); });
  if (!ready) {
    const std::string said = stack.prometheus->log_tail(600);
    ready.error().hint = said.empty() ? "it says nothing" : "it last said: " + said;
    return ready;
  }
  watch.look_after(*stack.prometheus, spec.limits, probe_of(*stack.prometheus, "/-/ready"));
  const PartReady is_ready{"prometheus", to_seconds(watch.clock().now() - began)};
  if (auto noted = watch.note(is_ready); !noted || !targets) return noted;
  std::vector<std::string> down;
  ready = watch.poll_until("Prometheus to reach every target", kReady, [&] {
    down.clear();
    return all_targets_up(stack.prometheus->from_harness("http"), &down, kAnswer);
  });
  if (ready) return ready;
  for (const std::string& target : down) ready.error().hint += "\n  down: " + target;
  return ready;
}

Result<void> load_rules(Stack& stack, const Prepared& prepared, Watch& watch) {
  if (auto put =
          stack.prometheus->put("prometheus.yml", prepared.prometheus.files.at("prometheus.yml"));
      !put) {
    return put;
  }
  if (auto asked = stack.prometheus->signal(SIGHUP); !asked) return asked;
  return watch.poll_until("Prometheus to load the rules", kReady, [&]() -> Result<bool> {
    const auto rules = read_rules(stack.prometheus->from_harness("http"), kAnswer);
    return rules && rules->rules >= prepared.plan.monitoring.rules.size();
  });
}

}  // namespace misfire
