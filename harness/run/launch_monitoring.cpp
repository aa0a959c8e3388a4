// What watches the service, and Prometheus.
#include <fmt/format.h>

#include <csignal>

#include "run/exporters.hpp"
#include "run/ports.hpp"
#include "run/start_parts.hpp"

namespace misfire {
namespace {

PartSpec sink_spec(Engine& engine, const Inputs& in) {
  PartSpec spec;
  spec.name = "sink";
  spec.program = in.programs.path("misfire-sink").string();
  spec.args = {"--listen", listen_address(engine, "sink", ports::kSink), "--smtp",
               listen_address(engine, "sink", ports::kSinkSmtp)};
  spec.ports = {{"http", ports::kSink}, {"smtp", ports::kSinkSmtp}};
  spec.inner_ports = {"smtp"};
  spec.limits = in.programs.found.at("misfire-sink").limits;
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

}  // namespace

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
    flags.push_back("--web.listen-address=" + listen_address(engine, "blackbox", ports::kBlackbox));
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
  for (const std::string& target : down) ready.error().hint += "\ndown: " + target;
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
