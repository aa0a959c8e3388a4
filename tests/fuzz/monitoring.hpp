// What the targets of the monitoring's files share: a stack's addresses, and a system.
#pragma once

#include "monitor/render.hpp"
#include "monitor/yaml_tree.hpp"
#include "paths.hpp"
#include "property.hpp"

namespace misfire::fuzz {

inline const std::string kStack = "127.77.1.1";

inline MonitoringAddresses stack_addresses() {
  const auto at = [](int port) { return Endpoint{kStack, port}; };
  return {at(8405), at(3903), {at(9001), at(9002), at(9003)},
          at(8080), at(9115), at(9090),
          at(9093), at(9099), at(9025)};
}

inline System monitored_system() {
  System system;
  const fs::path folder = fs::path(kSourceDir) / "fixtures/monitoring";
  system.monitoring.prometheus = folder / "prometheus.yml";
  system.monitoring.alertmanager = folder / "alertmanager.yml";
  system.monitoring.blackbox = folder / "blackbox.yml";
  system.monitoring.jobs = {
      {"haproxy", JobRole::balancer}, {"auth", JobRole::backends}, {"blackbox", JobRole::probe}};
  system.monitoring.where = {"system.toml", 7, 1};
  return system;
}

/// A rendered file is YAML; returns it.
inline YamlTree rendered_tree(const FileSet& files, const std::string& name) {
  const auto found = files.find(name);
  require(found != files.end(), name + " is rendered");
  auto tree = parse_yaml(found->second, name);
  require(tree.has_value(), name + " is YAML");
  return std::move(*tree);
}

/// Whether reading this file would lead the fuzzer out of its folder: "/**", "/dev/stdin".
inline bool leaves_folder(std::string_view yaml, std::string_view key) {
  const auto tree = parse_yaml(yaml, "file.yml");
  if (!tree || !tree->is_map() || !tree->find(key)) return false;
  for (const YamlTree& path : tree->find(key)->items) {
    if (path.text.starts_with('/') || path.text.find("..") != std::string::npos) return true;
  }
  return false;
}

}  // namespace misfire::fuzz
