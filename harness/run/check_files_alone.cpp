#include <algorithm>

#include "base/gather.hpp"
#include "monitor/check_files.hpp"
#include "plan/bind.hpp"
#include "plan/check_names.hpp"
#include "run/fold_faults.hpp"
#include "run/honest_speed.hpp"
#include "run/ports.hpp"
#include "run/prepare.hpp"
#include "run/wiring.hpp"
#include "stack/address.hpp"

namespace misfire {

Errors check_files_alone(const InputsDraft& draft, bool ask_programs) {
  const Inputs& in = draft.in;
  System system = in.system;
  // What depends on a system file that has mistakes itself would only repeat them.
  if (!draft.sound_system) system.monitoring.jobs.clear();
  const double speed = in.options.speed >= 1 ? std::min(in.options.speed, kFastestSpeed) : 1;
  const AddressOf address = [](const std::string&, int port) { return nominal_address(port); };
  Errors errors;
  const auto keep = [&](Checked<void> result) {
    if (!result) add(errors, std::move(result.error()));
  };
  const auto tool = [&](const char* name) { return ask_programs && in.programs.has(name); };

  Wiring wiring;
  if (in.config) {
    wiring = wiring_of(in, address, 1);
    wiring.tell_backend.clear();  // a line of ours would move the user's
    auto running = take(errors, wired(in, wiring, in.config->text()));
    if (running && ask_programs) {
      keep(in.balancer->check(running->text, system.balancer.config.string(), in.config->text(),
                              running->files));
    }
  } else {
    for (int i = 0; i < system.backends.count; ++i) {
      wiring.backends.push_back(nominal_address(ports::kFirstBackend + i));
    }
  }
  const MonitoringAddresses at = monitoring_addresses(system, wiring, address);
  if (!system.monitoring.prometheus.empty()) {
    const auto rendered =
        take(errors, render_prometheus(system, at, speed, in.scenario.timeline.baseline));
    if (rendered && draft.sound_system) {
      MonitoringFacts facts;
      facts.rules = rendered->rules;
      facts.alerts_relabelled = rendered->alerts_relabelled;
      facts.components = system.components;
      add(errors, check_components(in.scenario, facts));
      add(errors, check_pages(in.written_pages, facts).mistakes);
      add(errors, check_quiets(in.scenario, facts).mistakes);
    }
    if (rendered && tool("promtool")) {
      keep(check_prometheus(rendered->files, in.programs.tool("promtool"), rendered->origins));
    }
  }
  if (!system.monitoring.alertmanager.empty()) {
    const auto rendered =
        take(errors, render_alertmanager(system, at, speed, in.scenario.timeline.at));
    if (rendered && draft.sound_system) {
      add(errors, check_receivers(in.scenario, system, rendered->receivers));
    }
    if (rendered && tool("amtool")) {
      keep(check_alertmanager(rendered->files, in.programs.tool("amtool"), rendered->origins));
    }
  }
  if (!system.monitoring.blackbox.empty()) {
    const auto rendered = take(errors, render_blackbox(system, speed));
    if (rendered && tool("blackbox_exporter")) {
      keep(check_blackbox(rendered->files, in.programs.tool("blackbox_exporter"),
                          rendered->origins));
    }
  }
  const auto rendered = take(errors, render_mtail(system, speed));
  if (rendered && tool("mtail")) {
    keep(check_mtail(rendered->files, in.programs.tool("mtail"), rendered->origins));
  }
  return errors;
}

}  // namespace misfire
