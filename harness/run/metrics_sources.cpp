#include "run/metrics_sources.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "run/exporters.hpp"

namespace misfire {
namespace {

using Job = std::pair<const std::string, JobRole>;

const Job* job_of_balancer(const System& system) {
  const auto& jobs = system.monitoring.jobs;
  const auto found = std::find_if(jobs.begin(), jobs.end(),
                                  [](const Job& job) { return job.second == JobRole::balancer; });
  return found == jobs.end() ? nullptr : &*found;
}

/// Where the system file names the job; a job that nobody wrote is the default system's.
Position where_of(const System& system, const std::string& job) {
  const auto found = system.monitoring.job_where.find(job);
  return found == system.monitoring.job_where.end() ? system.monitoring.where : found->second;
}

}  // namespace

std::vector<std::string> shared_logs(const PartSpec& balancer) {
  std::vector<std::string> logs;
  for (const auto& [path, bytes] : balancer.files) {
    const bool shared = std::any_of(
        balancer.shared.begin(), balancer.shared.end(),
        [&path = path](const std::string& folder) { return path.starts_with(folder + "/"); });
    if (shared) logs.push_back(path);
  }
  return logs;
}

Errors check_metrics_sources(const Inputs& in, const Wiring& wiring, const Wired& wired) {
  Errors errors;
  const System& system = in.system;
  const std::string config = system.balancer.config.string();
  const Job* job = job_of_balancer(system);
  if (job != nullptr && scrapes_exporter(system) && wired.status_path.empty()) {
    errors.push_back({ErrorCode::usage,
                      fmt::format("the job \"{}\" is the balancer's, but no location of {} with a "
                                  "plain path has stub_status",
                                  job->first, config),
                      "nginx's exporter reads it: \"location = /stub_status { stub_status; }\"",
                      where_of(system, job->first)});
  }
  if (job != nullptr && system.balancer.kind == "haproxy" && !wired.exporter) {
    errors.push_back({ErrorCode::usage,
                      fmt::format("the job \"{}\" is the balancer's, but no frontend of {} serves "
                                  "HAProxy's Prometheus exporter",
                                  job->first, config),
                      "add one: frontend metrics / mode http / bind :8405 / http-request "
                      "use-service prometheus-exporter if { path /metrics }",
                      where_of(system, job->first)});
  }
  if (!system.monitoring.mtail.empty() &&
      shared_logs(in.balancer->part(wired.text, wiring)).empty()) {
    errors.push_back({ErrorCode::usage,
                      fmt::format("mtail has nothing to read: {} writes no access log", config),
                      "switch one on, or leave mtail out", system.monitoring.mtail_where});
  }
  for (const FaultSpec& fault : in.scenario.faults) {
    const Misconfiguration* known = find_misconfiguration(system.balancer.kind, fault.inject);
    if (job != nullptr || known == nullptr || !known->asks_metrics) continue;
    errors.push_back({ErrorCode::usage,
                      fmt::format("the fault \"{}\" takes away metrics that nobody scrapes: no job "
                                  "of {} is the balancer's",
                                  fault.id, system.file),
                      "name it in [monitoring] jobs: jobs = { NAME = \"balancer\" }", fault.where});
  }
  return errors;
}

}  // namespace misfire
