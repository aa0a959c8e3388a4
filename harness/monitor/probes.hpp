// What the blackbox exporter is had to ask: by the modules of its file, and by scrape jobs. Pure.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "monitor/yaml_tree.hpp"

namespace misfire {

struct ProbeModule {
  std::string prober;          ///< "http", "tcp", "icmp", …
  std::string method = "GET";  ///< of http
  bool says_host = false;      ///< it sends a header Host of its own
  /// By the stack's login entry, which speaks HTTP.
  bool is_answered() const { return prober == "http" || prober == "tcp"; }
  bool reads() const { return prober == "http" && (method == "GET" || method == "HEAD"); }
};
/// By name.
using ProbeModules = std::map<std::string, ProbeModule>;
ProbeModules probe_modules(const YamlTree& blackbox);

/// Which module the job uses; empty where relabelling chooses it.
std::string module_of(const YamlTree& job);

/// A target as people write it: with or without scheme and path.
struct ProbeTarget {
  std::string host;  ///< in lower case, without port
  std::string path;  ///< "/" where none is written; without query
};
ProbeTarget probe_target(std::string_view text);

/// The paths that the job's targets have, and those that its relabelling gives them.
std::vector<std::string> paths_of_probes(const YamlTree& job);

/// The paths that probes read (GET or HEAD), by the files as they are in a run: whoever serves
/// logins there answers them.
std::vector<std::string> pages_probed(const std::string& prometheus_yml,
                                      const std::string& blackbox_yml);

}  // namespace misfire
