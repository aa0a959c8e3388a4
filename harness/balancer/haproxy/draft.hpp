// The edits that make a user's configuration run here, while they are collected. Internal to the
// HAProxy adapter: one wire_* function for each kind of line, each in a file of its own.
#pragma once

#include <functional>

#include "balancer/edit_draft.hpp"
#include "balancer/haproxy/config.hpp"
#include "balancer/haproxy/keywords.hpp"

namespace misfire {

class WiringDraft : public EditDraft {
 public:
  WiringDraft(const HaproxyConfig& from, const Wiring& to)
      : EditDraft(to), config(from), model(from.model()) {}

  const HaproxyConfig& config;
  const HaproxyModel& model;

  using EditDraft::replace;
  void replace(const HaproxyWord& word, std::string text) {
    replace(word.begin, word.end, std::move(text));
  }
  /// Puts a comment sign before the line; says why.
  void comment_out(const HaproxyLine&, const std::string& why);
  /// Comments out a section with all its lines.
  void comment_out(const HaproxySection&, const std::string& why);
  /// Removes the parameters for which `unwanted` holds; returns what was removed, as written.
  std::string drop(const HaproxyLine&, const std::vector<HaproxyParam>&,
                   const std::function<bool(const HaproxyParam&)>& unwanted);
};

/// global: Runtime API, and nothing that daemonises, changes the user or leaves the machine.
void wire_process(WiringDraft&);
/// What would run a command, load code or lead outside without naming an address. Errors: a script,
/// a keyword in a variable.
Result<void> wire_outside(WiringDraft&);
/// bind lines. Errors: no frontend leads to the pool, or nothing serves the exporter.
Result<void> wire_listeners(WiringDraft&);
/// server lines, and what else names another machine. Error: another number of backends.
Result<void> wire_addresses(WiringDraft&);
/// Has HAProxy tell which server answered, where nobody else does. Error: the pool is not in mode
/// http.
Result<void> wire_tell(WiringDraft&);
/// Timers of health checks, at speeds above 1.
void wire_timers(WiringDraft&);
/// Request timeouts, at speeds above 1: as far as the pool's capacity allows.
void wire_timeouts(WiringDraft&);

/// "backend auth", "global".
std::string title(const HaproxySection&);

}  // namespace misfire
