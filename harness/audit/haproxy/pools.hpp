// The pools of a configuration: their servers with what holds for each.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "balancer/haproxy/keywords.hpp"
#include "balancer/haproxy/model.hpp"

namespace misfire {

struct AuditServer {
  const HaproxyLine* line = nullptr;
  std::string name, address;
  std::size_t address_word = 2;
  int count = 1;  ///< of a server-template, how many
  ServerSettings settings;
  bool opaque = false;  ///< variables or .if decide which parameters there are

  bool checked() const;
  bool backup() const { return settings.flag("backup"); }
  bool disabled() const { return settings.flag("disabled"); }
  /// 1 where none is written; nothing where it is a variable.
  std::optional<int> weight() const;
  /// A whole number; nothing where it is missing or a variable.
  std::optional<int> number(const std::string& name) const;
  std::optional<std::chrono::microseconds> time(const std::string& name) const;
  /// The first word of a parameter on the server's own line; the address where it stands elsewhere.
  std::size_t word_of(const std::string& param) const;
};

struct AuditPool {
  const HaproxySection* section = nullptr;
  std::vector<AuditServer> servers;
  bool whole = true;  ///< every server is known: no .if, no opaque server

  /// Servers that share the traffic while all is well.
  std::vector<const AuditServer*> active() const;
  int size() const;  ///< of all, templates counted
};

/// Of the backends and listens that run for sure and have servers.
std::vector<AuditPool> pools(const HaproxyModel&);

/// The other end is this machine: a Unix socket or loopback.
bool is_local(const std::string& address);
/// The section's binds that others may reach: neither loopback nor a Unix socket nor unknown.
std::vector<const HaproxyLine*> open_binds(const HaproxySection&);
/// A name that must be resolved, not an address, a socket or a variable.
bool is_host_name(const std::string& address);

}  // namespace misfire
