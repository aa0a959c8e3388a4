// The edits that make a user's configuration run here, while they are collected. Internal to the
// nginx adapter: one wire_* function for each kind of directive, each in a file of its own. No edit
// adds or takes a line, so that nginx's complaints have the lines of the text.
#pragma once

#include <vector>

#include "balancer/edit_draft.hpp"
#include "balancer/nginx/config.hpp"
#include "balancer/nginx/entry.hpp"
#include "balancer/own_files.hpp"

namespace misfire {

class NginxModules;

class NginxDraft : public EditDraft {
 public:
  NginxDraft(const NginxConfig& from, const Wiring& to)
      : EditDraft(to),
        config(from),
        model(from.model()),
        out_(from.model().directives().size(), false) {}

  const NginxConfig& config;
  const NginxModel& model;
  OwnFiles own;

  /// The user's configuration, if it is another one than that which is wired; null: it is the same.
  const NginxConfig* original() const;
  /// Where logins come in: where they do by the user's configuration, wherever a fault sends them.
  LoginEntry entry() const;

  using EditDraft::replace;
  void replace(const NginxWord& word, std::string text) {
    replace(word.begin, word.end, std::move(text));
  }
  /// Leaves out a directive with its block; says why.
  void leave_out(const NginxDirective&, const std::string& why);
  /// Puts directives at the beginning of a block.
  void open_with(const NginxDirective& block, const std::string& directives) {
    insert(block.open + 1, " " + directives);
  }
  /// What was not left out so far, in the order of the text; without the entries of maps and the
  /// like, which are values.
  std::vector<const NginxDirective*> remaining() const;
  /// As written, on one line: "listen 443 ssl".
  std::string quote(const NginxDirective&) const;
  /// "line 12", or "conf.d/login.conf:3" of an included file.
  std::string place(const NginxDirective&) const;

 private:
  std::vector<bool> out_;  ///< of each directive
};

/// Main directives: one process group in the foreground that is of whoever started the harness.
void wire_process(NginxDraft&);
/// The port of a listen address; 0 of a Unix socket.
int listen_port(const std::string& address);
/// Conditions on TLS and on the port. Before all that changes what stands in their blocks.
void wire_scheme(NginxDraft&);
/// What would run code, write outside the run's folder, or need what only production has. Errors: a
/// script inside the balancer.
Result<void> wire_outside(NginxDraft&);
/// load_module: what the installation has.
void wire_modules(NginxDraft&, const NginxModules&);
/// Settings of TLS. Error: no certificate can be made.
Result<void> wire_certificates(NginxDraft&);
/// Access logs: files of the part, for the exporter that reads them.
void wire_logs(NginxDraft&);
/// listen. Error: no server leads to the pool.
Result<void> wire_listeners(NginxDraft&);
/// Servers of upstreams, and what else names another machine. Errors: another number of backends, a
/// variable that could name any machine.
Result<void> wire_addresses(NginxDraft&);
/// Has nginx tell which server answered, where nobody else does.
void wire_tell(NginxDraft&);
/// Timers, at speeds above 1.
void wire_timers(NginxDraft&);
/// A server for the harness: what the running generation is made of.
void wire_live(NginxDraft&);

/// Where access logs are written, in the part's folder.
inline constexpr char kLogFolder[] = "log";
/// The access logs that a wired text names, as paths of the part.
std::vector<std::string> access_logs(const NginxModel&);

}  // namespace misfire
