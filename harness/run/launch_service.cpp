// The store, the backends and the balancer.
#include <fmt/format.h>

#include "base/bare_environment.hpp"
#include "monitor/probes.hpp"
#include "run/start_parts.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

/// What a backend has of the store: words of its command line, and files.
struct StoreShare {
  std::vector<std::string> words;
  FileSet files;
};

PartSpec authd_spec(Engine& engine, const Inputs& in, const Prepared& prepared,
                    const std::string& name, int port, const StoreShare& store) {
  const Capacity& capacity = in.system.backends.capacity;
  PartSpec spec;
  spec.name = name;
  spec.program = in.programs.path("authd").string();
  spec.args = {"serve",
               "--listen",
               listen_address(engine, name, port),
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
  if (!prepared.blackbox.files.empty()) {
    for (const std::string& page : pages_probed(prepared.prometheus.files.at("prometheus.yml"),
                                                prepared.blackbox.files.at("blackbox.yml"))) {
      spec.args.insert(spec.args.end(), {"--health-path", page});
    }
  }
  spec.args.insert(spec.args.end(), store.words.begin(), store.words.end());
  spec.files = store.files;
  spec.ports = {{"http", port}};
  spec.limits = in.programs.found.at("authd").limits;
  return spec;
}

/// The accounts of this run, as authd itself stores them.
Result<std::string> make_store(const Inputs& in, const Prepared& prepared, const fs::path& folder) {
  const fs::path file = folder / "accounts.db";
  const auto made = run_bare_tool(create_words(in, prepared.plan, file.string()), 60s);
  if (!made) return tl::unexpected(made.error());
  if (made->exit_code != 0) {
    return environment_error(fmt::format("authd could not create its store: {}", made->output));
  }
  auto bytes = read_file(file, 1u << 30);
  std::error_code ignored;
  fs::remove(file, ignored);
  return bytes;
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

PartSpec balancer_spec(const Inputs& in, const Prepared& prepared) {
  PartSpec spec = in.balancer->part(prepared.original, prepared.wiring, prepared.files);
  spec.limits = in.programs.found.at(in.system.balancer.kind).limits;
  return spec;
}

}  // namespace

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
            : authd_spec(engine, in, prepared, name, backend_ports(in.system, i).logins, *store);
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
Result<void> start_backends_again(Stack& stack, const std::vector<std::size_t>& backends,
                                  Engine& engine, const System& system, Watch& watch) {
  const Instant began = watch.clock().now();
  std::vector<Starting> again;
  again.reserve(backends.size());
  for (const std::size_t i : backends) {
    again.push_back({&stack.backends[i], stack.backend_specs[i], ready_question(system, false)});
  }
  if (auto ok = start_all(engine, again); !ok) return ok;
  return all_ready(again, began, watch);
}

void watch_backend(const Stack& stack, std::size_t backend, const System& system, Watch& watch) {
  const Part& part = *stack.backends[backend];
  watch.look_after(part, stack.backend_specs[backend].limits,
                   probe_of(part, ready_question(system, true).path));
}

}  // namespace misfire
