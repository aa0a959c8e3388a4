#include "run/exporters.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "run/metrics_sources.hpp"
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
  for (const std::string& log : shared_logs(balancer)) spec.args.push_back("--logs=" + log);
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

Result<MetricsScrape> scrape_told(std::string_view body) {
  constexpr std::string_view kName = "nginx_up";
  for (std::size_t begin = 0; begin < body.size();) {
    const std::size_t end = std::min(body.find('\n', begin), body.size());
    std::string_view line = body.substr(begin, end - begin);
    begin = end + 1;
    if (!line.starts_with(kName)) continue;
    line.remove_prefix(kName.size());
    // Labels, where the exporter was given some; what stands in their quotes may be anything.
    if (line.starts_with('{')) line.remove_prefix(std::min(line.rfind('}'), line.size() - 1) + 1);
    if (!line.starts_with(' ')) continue;  // a metric whose name goes on
    const bool up = line.substr(1).starts_with('1');
    return up ? MetricsScrape{true} : MetricsScrape{false, "its exporter says nginx_up 0"};
  }
  return environment_error("nginx's exporter does not say whether nginx is up");
}

Result<std::optional<MetricsScrape>> exporter_scrape(const Part& exporter, Duration limit) {
  const auto answer = http(exporter.from_harness("http"), {"GET", "/metrics", {}, {}}, limit);
  if (!answer) return tl::unexpected(answer.error());
  return scrape_told(answer->body);
}

}  // namespace misfire
