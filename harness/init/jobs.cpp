#include "init/jobs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/lower_case.hpp"
#include "init/discovered_job.hpp"

namespace misfire {
namespace {

struct Job {
  std::string name, metrics_path;
  std::vector<std::string> targets;
  std::vector<int> ports;
  bool discovered = false;  ///< by service discovery, so that its targets are not known here
};

Job read_job(const YamlTree& tree) {
  Job job;
  job.name = tree.get("job_name");
  job.metrics_path = tree.get("metrics_path", "/metrics");
  for (const auto& [key, value] : tree.entries) {
    job.discovered = job.discovered || key.find("_sd_config") != key.npos;
  }
  const YamlTree* groups = tree.find("static_configs");
  if (groups == nullptr) return job;
  for (const YamlTree& group : groups->items) {
    const YamlTree* targets = group.find("targets");
    if (targets == nullptr) continue;
    for (const YamlTree& target : targets->items) {
      job.targets.push_back(target.text);
      const std::size_t colon = target.text.rfind(':');
      job.ports.push_back(colon == std::string::npos ? 0
                                                     : std::atoi(target.text.c_str() + colon + 1));
    }
  }
  return job;
}

bool says(const std::string& text, std::initializer_list<const char*> words) {
  const std::string lower = lower_case(text);
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return lower.find(word) != lower.npos; });
}

bool has_port(const Job& job, const std::vector<int>& ports) {
  return std::any_of(job.ports.begin(), job.ports.end(), [&](int port) {
    return port != 0 && std::find(ports.begin(), ports.end(), port) != ports.end();
  });
}

std::string host_of(const std::string& target) {
  return target.substr(0, target.rfind(':'));
}

/// Whether its targets are the machines of the pool's servers, each in its turn.
bool same_hosts(const Job& job, const PoolGuess& pool) {
  return job.targets.size() == pool.servers.size() &&
         std::equal(job.targets.begin(), job.targets.end(), pool.servers.begin(),
                    [](const std::string& target, const PoolServer& server) {
                      return host_of(target) == server.address;
                    });
}

// Exporters that have these ports by convention, on whatever machine they run.
const std::vector<int> kOfMachines = {9100, 9182, 9256};  // node, Windows, processes
const std::vector<int> kOfDatabases = {9187, 9104, 9121, 9216};
const std::vector<int> kOfOthers = {9093, 9113, 9115, 9117, 9150, 9253, 3903};

bool is_named(const Job& job, std::initializer_list<const char*> names) {
  const std::string name = lower_case(job.name);
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Prometheus itself, also where it runs on the only server's machine.
bool scrapes_itself(const Job& job) {
  return job.targets.size() == 1 &&
         (is_named(job, {"prometheus"}) ||
          (has_port(job, {9090}) && says(job.targets.front(), {"localhost:", "127.0.0.1:"})));
}

/// Whether it scrapes the pool's servers and not what runs beside them. Before names and ports that
/// a service may have, too: :9090, "login-nodejs".
bool scrapes_servers(const Job& job, const PoolGuess& pool) {
  if (!same_hosts(job, pool) || scrapes_itself(job)) return false;
  for (const auto* ports : {&kOfMachines, &kOfDatabases, &kOfOthers}) {
    if (has_port(job, *ports)) return false;
  }
  return !is_named(job, {"node", "nodes", "machines", "hosts"}) &&
         !says(job.name, {"exporter", "cadvisor", "postgres", "mysql", "redis", "mongo", "haproxy",
                          "nginx", "mtail"});
}

JobGuess role(const Job& job, JobRole what, std::string why) {
  return {job.name, what, std::move(why), {}};
}
JobGuess none(const Job& job, std::string why) {
  return {job.name, std::nullopt, std::move(why), {}};
}

JobGuess guess_backends(const Job& job, const PoolGuess& pool) {
  const bool same = same_hosts(job, pool);
  if (job.targets.size() != pool.servers.size()) {
    return none(job,
                fmt::format("it may watch the servers of \"{}\", but has {} targets and not {}",
                            pool.name, job.targets.size(), pool.servers.size()));
  }
  return role(job, JobRole::backends,
              same ? fmt::format("its targets are the servers of \"{}\"", pool.name)
                   : fmt::format("its name speaks of them, and it has a target for each server of "
                                 "\"{}\"",
                                 pool.name));
}

JobGuess guess(const Job& job, const PoolGuess& pool, const JobHelpers& helpers) {
  if (job.discovered) return none(job, "service discovery finds what it probes");
  if (job.targets.empty()) return none(job, "it has no targets");
  if (job.metrics_path == "/probe") {
    if (helpers.blackbox) return role(job, JobRole::probe, "its path is /probe");
    return none(job, "it is a probe, and no file of the blackbox exporter's was found");
  }
  if (scrapes_servers(job, pool)) return guess_backends(job, pool);
  const bool nginx = pool.balancer == "nginx";
  if (nginx && (has_port(job, {3903}) || says(job.name, {"mtail", "access_log", "nginx_log"}))) {
    if (helpers.mtail) return role(job, JobRole::balancer_log, "it scrapes mtail");
    return none(job, "it scrapes mtail, and no program of mtail's was found");
  }
  if (nginx && (has_port(job, {9113}) || says(job.name, {"nginx"}))) {
    if (pool.has_status) return role(job, JobRole::balancer, "it scrapes nginx's exporter");
    return none(job, "it scrapes nginx's exporter, and nothing serves stub_status");
  }
  if (!nginx && has_port(job, pool.exporter_ports) && !same_hosts(job, pool)) {
    return role(job, JobRole::balancer, "HAProxy serves its metrics at that port");
  }
  if (!nginx && says(job.name, {"haproxy"})) {
    return role(job, JobRole::balancer, "its name speaks of HAProxy");
  }
  if (has_port(job, {9090}) || says(job.name, {"prometheus"})) {
    return role(job, JobRole::prometheus, "it scrapes Prometheus itself");
  }
  if (has_port(job, {9093}) || says(job.name, {"alertmanager"})) {
    return role(job, JobRole::alertmanager, "it scrapes Alertmanager");
  }
  if (has_port(job, kOfMachines) || says(job.name, {"node", "cadvisor"})) {
    return none(job, "it watches machines, which a run does not have");
  }
  if (has_port(job, kOfDatabases) ||
      says(job.name, {"postgres", "mysql", "redis", "mongo", "database"})) {
    return role(job, JobRole::store, "it scrapes a database's exporter");
  }
  if (same_hosts(job, pool) && has_port(job, kOfOthers)) {
    return none(job, "it scrapes what runs beside the servers, which a run does not have");
  }
  if (same_hosts(job, pool) || speaks_of_login(job.name) || says(job.name, {pool.name.c_str()})) {
    return guess_backends(job, pool);
  }
  return none(job, "nothing tells what it has to do with the logins");
}

}  // namespace

std::vector<JobGuess> guess_jobs(const YamlTree& prometheus, const PoolGuess& pool,
                                 const JobHelpers& helpers) {
  std::vector<JobGuess> guesses;
  const YamlTree* jobs = prometheus.find("scrape_configs");
  if (jobs == nullptr) return guesses;
  for (const YamlTree& tree : jobs->items) {
    const Job job = read_job(tree);
    // What a probe asks is not known where its targets are discovered.
    const bool probe = job.metrics_path == "/probe";
    JobGuess one = job.discovered && !probe ? guess_discovered(tree, pool, helpers)
                                            : guess(job, pool, helpers);
    if (one.name.empty()) continue;
    // Only one job is the balancer's, its log's, the probe's …: of further ones nobody serves.
    guesses.push_back(std::move(one));
  }
  return guesses;
}

}  // namespace misfire
