#include "run/launch.hpp"

#include <fmt/format.h>

#include "base/process.hpp"
#include "run/ports.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kReady = 30s;  // generous: the machine may be busy
constexpr Duration kAnswer = 2s;  // asked again until then; one that hangs must not hide the others

std::string listen(const Engine& engine, const std::string& part, int port) {
  return to_string(engine.address(part, port));
}

PartSpec sink_spec(const Engine& engine, const Inputs& in) {
  PartSpec spec;
  spec.name = "sink";
  spec.program = in.programs.path("misfire-sink").string();
  spec.args = {"--listen", listen(engine, "sink", ports::kSink), "--smtp",
               listen(engine, "sink", ports::kSinkSmtp)};
  spec.ports = {{"http", ports::kSink}, {"smtp", ports::kSinkSmtp}};
  return spec;
}

PartSpec backend_spec(const Engine& engine, const Inputs& in, const std::string& name, int port,
                      const std::string& store) {
  const Capacity& capacity = in.system.backends.capacity;
  PartSpec spec;
  spec.name = name;
  spec.program = in.programs.path("authd").string();
  spec.args = {"serve",
               "--listen",
               listen(engine, name, port),
               "--name",
               name,
               "--store",
               "accounts.db",
               "--workers",
               std::to_string(capacity.workers),
               "--service-time",
               fmt::format("{}ms", capacity.service_time.value.count()),
               "--queue",
               std::to_string(capacity.queue)};
  spec.files = {{"accounts.db", store}};
  spec.ports = {{"http", port}};
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
  return spec;
}

/// The accounts of this run, as authd itself stores them.
Result<std::string> make_store(const Inputs& in, const Prepared& prepared, const fs::path& folder) {
  const fs::path file = folder / "accounts.db";
  const auto made = run_tool(
      {in.programs.path("authd").string(), "create-store", "--store", file.string(), "--seed",
       std::to_string(prepared.plan.seed), "--users", std::to_string(prepared.plan.load.users),
       "--account", "probe:probe-of-the-fixtures"},
      60s);
  if (!made) return tl::unexpected(made.error());
  if (made->exit_code != 0) {
    return environment_error(fmt::format("authd could not create its store: {}", made->output));
  }
  auto bytes = read_file(file, 1u << 30);
  std::error_code ignored;
  fs::remove(file, ignored);
  return bytes;
}

Result<bool> answers(const Part& part, const std::string& target) {
  const auto answer = http(part.from_harness("http"), {"GET", target}, kAnswer);
  return answer && answer->status == 200;
}

Result<PartPtr> started(Engine& engine, const PartSpec& spec) {
  auto part = engine.start(spec);
  if (!part) {
    part.error().message = fmt::format("{} did not start: {}", spec.name, part.error().message);
  }
  return part;
}

}  // namespace

Probe probe_of(const Part& part, const std::string& target) {
  return [to = part.from_harness("http"), target](Duration limit) -> Result<void> {
    const auto answer = http(to, {"GET", target, {}, {}}, limit);
    if (!answer) return tl::unexpected(answer.error());
    return {};  // whatever it says, it is there
  };
}

Result<void> start_parts(Stack& stack, Engine& engine, const Inputs& in, const Prepared& prepared,
                         const fs::path& folder, Watch& watch) {
  const auto store = make_store(in, prepared, folder);
  if (!store) return tl::unexpected(store.error());

  struct Starting {
    Part* part;
    std::string probe;
    bool ready = false;
  };
  std::vector<Starting> starting;
  const Instant began = watch.clock().now();
  const auto start = [&](PartPtr& place, const PartSpec& spec, const std::string& probe) {
    auto part = started(engine, spec);
    if (!part) return Result<void>(tl::unexpected(part.error()));
    place = std::move(*part);
    starting.push_back({place.get(), probe});
    return Result<void>();
  };

  if (auto ok = start(stack.sink, sink_spec(engine, in), "/-/ready"); !ok) return ok;
  stack.backends.resize(prepared.plan.servers.size());
  for (std::size_t i = 0; i < stack.backends.size(); ++i) {
    const auto spec = backend_spec(engine, in, prepared.plan.servers[i],
                                   ports::kFirstBackend + static_cast<int>(i), *store);
    if (auto ok = start(stack.backends[i], spec, "/readyz"); !ok) return ok;
  }
  const auto alertmanager =
      monitor_spec(in, "alertmanager", "alertmanager", prepared.alertmanager.files,
                   prepared.alertmanager.flags, ports::kAlertmanager);
  if (auto ok = start(stack.alertmanager, alertmanager, "/-/ready"); !ok) return ok;
  if (!prepared.blackbox.files.empty()) {
    std::vector<std::string> flags = prepared.blackbox.flags;
    flags.push_back("--web.listen-address=" + listen(engine, "blackbox", ports::kBlackbox));
    const auto blackbox = monitor_spec(in, "blackbox", "blackbox_exporter", prepared.blackbox.files,
                                       flags, ports::kBlackbox);
    if (auto ok = start(stack.blackbox, blackbox, "/-/healthy"); !ok) return ok;
  }
  auto balancer = started(engine, in.balancer->part(prepared.original, prepared.wiring));
  if (!balancer) return tl::unexpected(balancer.error());
  stack.balancer = std::move(*balancer);

  const auto took = [&] { return to_seconds(watch.clock().now() - began); };
  auto all_ready = watch.poll_until("the parts to become ready", kReady, [&]() -> Result<bool> {
    bool all = true;
    for (Starting& s : starting) {
      if (s.ready) continue;
      const auto up = answers(*s.part, s.probe);
      if (!up || !*up) {
        all = false;
        continue;
      }
      s.ready = true;
      watch.pulse().watch(s.part->name(), probe_of(*s.part, s.probe));
      if (auto noted = watch.note(PartReady{s.part->name(), took()}); !noted) {
        return tl::unexpected(noted.error());
      }
    }
    return all;
  });
  if (!all_ready) {
    for (const Starting& s : starting) {
      if (!s.ready) {
        const std::string said = s.part->log_tail(600);
        all_ready.error().message +=
            fmt::format("; {} is not ready and {}", s.part->name(),
                        said.empty() ? "says nothing" : "last said: " + said);
      }
    }
    return all_ready;
  }
  const auto go_on = [&] { return watch.poll(); };
  if (auto up = in.balancer->ready(*stack.balancer, kReady, go_on); !up) return up;
  watch.pulse().watch("balancer", [&](Duration limit) -> Result<void> {
    const auto live = in.balancer->live(*stack.balancer, limit);
    if (!live) return tl::unexpected(live.error());
    return {};
  });
  return watch.note(PartReady{"balancer", took()});
}

Result<void> start_prometheus(Stack& stack, Engine& engine, const Inputs& in,
                              const Prepared& prepared, const FileSet& files, bool targets,
                              Watch& watch) {
  const Instant began = watch.clock().now();
  const auto spec = monitor_spec(in, "prometheus", "prometheus", files, prepared.prometheus.flags,
                                 ports::kPrometheus);
  auto part = started(engine, spec);
  if (!part) return tl::unexpected(part.error());
  stack.prometheus = std::move(*part);
  auto ready = watch.poll_until("Prometheus to become ready", kReady,
                                [&] { return answers(*stack.prometheus, "/-/ready"); });
  if (!ready) {
    const std::string said = stack.prometheus->log_tail(600);
    ready.error().hint = said.empty() ? "it says nothing" : "it last said: " + said;
    return ready;
  }
  watch.pulse().watch("prometheus", probe_of(*stack.prometheus, "/-/ready"));
  if (targets) {
    std::vector<std::string> down;
    ready = watch.poll_until("Prometheus to reach every target", kReady, [&] {
      down.clear();
      return all_targets_up(stack.prometheus->from_harness("http"), &down, kAnswer);
    });
    if (!ready) {
      for (const std::string& target : down) ready.error().hint += "\n  down: " + target;
      return ready;
    }
  }
  return watch.note(PartReady{"prometheus", to_seconds(watch.clock().now() - began)});
}

}  // namespace misfire
