// The fixtures' system as a value, for tests of the rendering.
#pragma once

#include "monitor/render.hpp"
#include "paths.hpp"

namespace misfire {

inline System fixture_system() {
  System system;
  const fs::path folder = fs::path(kSourceDir) / "fixtures/monitoring";
  system.monitoring.prometheus = folder / "prometheus.yml";
  system.monitoring.blackbox = folder / "blackbox.yml";
  system.monitoring.jobs = {
      {"haproxy", JobRole::balancer}, {"auth", JobRole::backends}, {"blackbox", JobRole::probe}};
  system.monitoring.where = {"default.toml", 7, 1};
  return system;
}

inline System renamed_system() {
  System system = fixture_system();
  const fs::path folder = fs::path(kSourceDir) / "fixtures/monitoring/renamed";
  system.monitoring.prometheus = folder / "prometheus.yml";
  system.monitoring.blackbox = folder / "blackbox.yml";
  system.monitoring.jobs = {
      {"edge_lb", JobRole::balancer}, {"idp", JobRole::backends}, {"synthetic", JobRole::probe}};
  return system;
}

inline System nginx_system() {
  System system = fixture_system();
  system.balancer.kind = "nginx";
  const fs::path folder = fs::path(kSourceDir) / "fixtures/monitoring/nginx";
  system.monitoring.prometheus = folder / "prometheus.yml";
  system.monitoring.mtail = folder / "access_log.mtail";
  system.monitoring.jobs = {{"nginx", JobRole::balancer},
                            {"nginx_log", JobRole::balancer_log},
                            {"auth", JobRole::backends},
                            {"blackbox", JobRole::probe}};
  return system;
}

inline MonitoringAddresses fixture_addresses() {
  const auto at = [](int port) { return Endpoint{"127.77.1.1", port}; };
  return {at(8405), at(3903), {at(9001), at(9002), at(9003)},
          at(8080), at(9115), at(9090),
          at(9093), at(9099), at(9025)};
}

}  // namespace misfire
