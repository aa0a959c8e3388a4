// HAProxy's Runtime API and master CLI: its answers as values (pure), and the questions.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "balancer/balancer.hpp"

namespace misfire {

using HaproxyRow = std::map<std::string, std::string>;  ///< column → value

/// "Name: value" lines.
HaproxyRow parse_show_info(std::string_view);
/// `show stat`: CSV with a header line.
std::vector<HaproxyRow> parse_show_stat(std::string_view);
/// `show servers state`: a version, a header line, rows separated by spaces.
std::vector<HaproxyRow> parse_servers_state(std::string_view);

/// `show proc` of the master.
struct HaproxyProcesses {
  struct Worker {
    int pid = 0;
    bool old = false;  ///< a former worker that still finishes its connections
  };
  std::vector<Worker> workers;
  int reloads = 0, failed = 0;
  /// The pid of the worker that is not old; 0 if there is none.
  int current() const;
};
HaproxyProcesses parse_show_proc(std::string_view);

/// Environment variable of the worker that holds the mark of its configuration.
inline constexpr char kMarkVariable[] = "MISFIRE_CONFIGURATION";

/// The answer to live_question() as a live state. Errors: no such pool, or an answer cut short.
Result<LiveState> parse_live_state(std::string_view answer, const std::string& pool);

/// Whether a command that changes something was done: HAProxy answers in words, nothing, or that it
/// changed an address. Error: what it says against it.
Result<void> accepted(const std::string& command, std::string_view answer);

/// One question, so that all of its answers come from the same worker.
std::string live_question(const std::string& pool);

}  // namespace misfire
