#include "run/past_key.hpp"

#include <fmt/format.h>

#include "base/digest.hpp"
#include "run/own_backend.hpp"

namespace misfire {
namespace {

/// A program is known by its image's id, or by its file.
std::string identity(const Programs& programs, const std::string& name) {
  if (const auto image = programs.images.find(name); image != programs.images.end()) {
    return programs.digests.at(image->second);
  }
  const fs::path& path = programs.path(name);
  std::error_code ignored;
  return fmt::format("{} {} {}", path.string(), fs::file_size(path, ignored),
                     fs::last_write_time(path, ignored).time_since_epoch().count());
}

}  // namespace

Result<std::string> past_key(const Inputs& in, const Prepared& prepared) {
  const Plan& plan = prepared.plan;
  Digest key;
  key.add("past/1");
  const MonitoringSpec& monitoring = in.system.monitoring;
  for (const fs::path& file : {monitoring.prometheus, monitoring.blackbox, monitoring.mtail}) {
    auto text = file.empty() ? Result<std::string>() : read_file(file);
    if (!text) return tl::unexpected(text.error());
    key.add(*text);
  }
  key.add(in.config->text());
  for (const auto& [selector, window] : prepared.prometheus.long_windows) {
    key.add(selector);
    key.add(std::to_string(window.value.count()));
  }
  const Capacity& capacity = in.system.backends.capacity;
  key.add(fmt::format("{} {} {} {} {} {} {}", plan.engine, plan.speed, plan.load.per_second,
                      plan.load.users, capacity.workers, capacity.service_time.value.count(),
                      capacity.queue));
  for (const auto& [job, role] : in.system.monitoring.jobs) {
    key.add(job);
    key.add(to_string(role));
  }
  for (const char* program : {"haproxy", "nginx", "nginx_exporter", "mtail", "prometheus",
                              "blackbox_exporter", "authd", "postgres", kOwnBackend}) {
    if (in.programs.has(program)) key.add(identity(in.programs, program));
  }
  key.add(own_backend_identity(in.system));
  key.add(login_text(in.system.login));
  return key.hex();
}

}  // namespace misfire
