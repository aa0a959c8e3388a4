#include "run/exporters.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "run/ports.hpp"
#include "run/prepare.hpp"

namespace misfire {
namespace {

using namespace std::chrono_literals;

constexpr Duration kExporterTimeout = 5s;     // nginx's exporter, "nginx.timeout"
constexpr Duration kShortestTimeout = 100ms;  // an answer of a healthy nginx on a busy machine

PartSpec spec_of(const Inputs& in, const std::string& name, const std::string& program, int port) {
  PartSpec spec;
  spec.name = name;
  spec.program = in.programs.path(program).string();
  spec.ports = {{"http", port}};
  spec.limits = in.programs.found.at(program).limits;
  return spec;
}

PartSpec nginx_exporter(Engine& engine, const Inputs& in, const Prepared& prepared) {
  PartSpec spec = spec_of(in, "nginx-exporter", "nginx_exporter", ports::kNginxExporter);
  const auto timeout = std::max(
      kShortestTimeout, Duration(static_cast<std::int64_t>(
                            static_cast<double>(kExporterTimeout.count()) / prepared.plan.speed)));
  spec.args = {fmt::format("-nginx.scrape-uri=http://{}{}",
                           to_string(engine.address("balancer", ports::kBalancerMetrics)),
                           prepared.status_path),
               fmt::format("-nginx.timeout={}ms",
                           std::chrono::round<std::chrono::milliseconds>(timeout).count()),
               fmt::format("-web.listen-address={}",
                           to_string(engine.address(spec.name, ports::kNginxExporter)))};
  return spec;
}

PartSpec mtail(Engine& engine, const Inputs& in, const Prepared& prepared) {
  PartSpec spec = spec_of(in, "mtail", "mtail", ports::kMtail);
  spec.files = prepared.mtail.files;
  spec.args = prepared.mtail.flags;
  spec.args.push_back("--address=" + engine.address(spec.name, ports::kMtail).host);
  spec.args.push_back(fmt::format("--port={}", ports::kMtail));
  const PartSpec balancer = in.balancer->part(prepared.original, prepared.wiring);
  spec.reads = balancer.name;
  for (const auto& [path, bytes] : balancer.files) {
    const bool shared = std::any_of(
        balancer.shared.begin(), balancer.shared.end(),
        [&path = path](const std::string& folder) { return path.starts_with(folder + "/"); });
    if (shared) spec.args.push_back("--logs=" + path);
  }
  return spec;
}

}  // namespace

bool scrapes_exporter(const System& system) {
  const auto& jobs = system.monitoring.jobs;
  return system.balancer.kind == "nginx" &&
         std::any_of(jobs.begin(), jobs.end(),
                     [](const auto& job) { return job.second == JobRole::balancer; });
}

std::vector<PartSpec> exporter_specs(Engine& engine, const Inputs& in, const Prepared& prepared) {
  std::vector<PartSpec> specs;
  if (scrapes_exporter(in.system)) specs.push_back(nginx_exporter(engine, in, prepared));
  if (!prepared.mtail.files.empty()) specs.push_back(mtail(engine, in, prepared));
  for (PartSpec& spec : specs) {
    const std::string program = spec.name == "mtail" ? "mtail" : "nginx_exporter";
    for (const std::string& more : in.programs.args(program)) spec.args.push_back(more);
  }
  return specs;
}

Result<std::optional<MetricsScrape>> exporter_scrape(const Part& exporter, Duration limit) {
  const auto answer = http(exporter.from_harness("http"), {"GET", "/metrics", {}, {}}, limit);
  if (!answer) return tl::unexpected(answer.error());
  const std::string& body = answer->body;
  if (body.find("\nnginx_up 1") != std::string::npos) return MetricsScrape{true};
  if (body.find("\nnginx_up 0") != std::string::npos) {
    return MetricsScrape{false, "its exporter says nginx_up 0"};
  }
  return environment_error("nginx's exporter does not say whether nginx is up");
}

}  // namespace misfire
