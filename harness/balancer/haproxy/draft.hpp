// The edits that make a user's configuration run here, while they are collected. Internal to the
// HAProxy adapter: one wire_* function for each kind of line, each in a file of its own.
#pragma once

#include <functional>

#include "balancer/haproxy/config.hpp"
#include "balancer/haproxy/keywords.hpp"

namespace misfire {

class WiringDraft {
 public:
  WiringDraft(const HaproxyConfig& from, const Wiring& to)
      : config(from), model(from.model()), wiring(to), next_spare_(to.spare_port) {}

  const HaproxyConfig& config;
  const HaproxyModel& model;
  const Wiring& wiring;
  Wired wired;  ///< its text is made at the end

  void replace(const HaproxyWord&, std::string text);
  void insert(std::size_t at, std::string text);
  /// Puts a comment sign before the line; says why.
  void comment_out(const HaproxyLine&, const std::string& why);
  /// Comments out a section with all its lines.
  void comment_out(const HaproxySection&, const std::string& why);
  /// Removes the parameters for which `unwanted` holds; returns what was removed, as written.
  std::string drop(const HaproxyLine&, const std::vector<HaproxyParam>&,
                   const std::function<bool(const HaproxyParam&)>& unwanted);
  void changed(std::string sentence) { wired.changes.push_back(std::move(sentence)); }
  void limited(std::string sentence) { wired.limits.push_back(std::move(sentence)); }

  void capped(double speed, std::string why) {
    wired.speed_caps.push_back({speed, std::move(why)});
  }
  /// The address with the next of the spare ports.
  std::string spare() { return here(next_spare_++); }
  /// An address of this stack where nothing listens.
  const std::string& closed();
  std::string here(int port) const { return wiring.address + ":" + std::to_string(port); }

  Result<Wired> finish();

 private:
  Edits edits_;
  std::string closed_;
  int next_spare_;
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
/// Timers of health checks, at speeds above 1.
void wire_timers(WiringDraft&);
/// Request timeouts, at speeds above 1: as far as the pool's capacity allows.
void wire_timeouts(WiringDraft&);

/// "backend auth", "global".
std::string title(const HaproxySection&);

}  // namespace misfire
