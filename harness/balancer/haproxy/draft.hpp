// The edits that make a user's configuration run here, while they are collected. Internal to the
// HAProxy adapter: one wire_* function for each kind of line, each in a file of its own.
#pragma once

#include <functional>

#include "balancer/edit_draft.hpp"
#include "balancer/haproxy/entry.hpp"
#include "balancer/haproxy/keywords.hpp"
#include "balancer/own_files.hpp"

namespace misfire {

class WiringDraft : public EditDraft {
 public:
  WiringDraft(const HaproxyConfig& from, const Wiring& to)
      : EditDraft(to), config(from), model(from.model()) {}

  const HaproxyConfig& config;
  const HaproxyModel& model;

  OwnFiles own;

  /// The user's configuration, if it is another one than that which is wired; null: it is the same.
  const HaproxyConfig* original() const;

  using EditDraft::replace;
  void replace(const HaproxyWord& word, std::string text) {
    replace(word.begin, word.end, std::move(text));
  }
  /// Puts a comment sign before the line; says why.
  void comment_out(const HaproxyLine&, const std::string& why);
  /// Puts lines behind a line; those that follow keep their places in what the user wrote.
  void insert_lines(const HaproxyLine& behind, const std::string& lines);
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
/// Environment variables. Error: some have no value.
Result<void> wire_environment(WiringDraft&);
/// Files that the lines read. Error: one cannot be read.
Result<void> wire_files(WiringDraft&);
/// Those that are not there and that HAProxy cannot do without: all mistakes at once.
Errors missing_files(const HaproxyModel&);
/// Certificates of sections of their own. Error: none can be made.
Result<void> wire_stores(WiringDraft&);
/// Those that the parameters of a bind or server line name.
Result<void> wire_certificates(WiringDraft&, const HaproxyLine&, const std::vector<HaproxyParam>&);
/// A parameter that names what only production's authorities have: it is to be left out.
bool needs_production(const HaproxyParam&);
/// Conditions on TLS, on the port and on who the client is, along the way of a login.
void wire_scheme(WiringDraft&, const HaproxyEntry&);
void wire_ports(WiringDraft&, const HaproxyEntry&);
void wire_clients(WiringDraft&, const HaproxyEntry&);
/// Health checks of the pool: how they ask, and for what. Error: in a way that nobody answers here.
Result<void> wire_check_kind(WiringDraft&);
void wire_check_path(WiringDraft&);
/// bind lines.
Result<void> wire_listeners(WiringDraft&, const HaproxyEntry&);
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
