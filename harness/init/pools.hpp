// The pools of a balancer's configuration, and which of them the logins go to. Pure but for the
// files that nginx includes.
#pragma once

#include <string>
#include <vector>

#include "balancer/balancer.hpp"

namespace misfire {

/// A pool that something leads to, and what speaks for its being that of the logins.
struct PoolGuess {
  std::string balancer;  ///< "haproxy", "nginx"
  fs::path file;
  std::string name;
  std::vector<PoolServer> servers;
  std::string login_path;           ///< "": whatever nobody else takes leads there
  std::string login_host;           ///< "": any
  std::string ready;                ///< the path that its health checks ask; "": not known
  std::vector<int> exporter_ports;  ///< where the balancer itself serves metrics
  bool has_status = false;          ///< nginx: stub_status, which its exporter reads
  bool by_address = false;  ///< servers are chosen by the client's address, of which there is one
  /// The server with the fewest connections is chosen, which makes up for wrong weights.
  bool by_connections = false;
  bool checked = false;  ///< its servers, by health checks
  int score = 0;         ///< the higher, the likelier
  std::vector<std::string> why;
};

/// Does a word speak of logins: "auth", "session", "sso"?
bool speaks_of_login(std::string_view text);

/// Unsorted. Empty: it cannot be parsed, or nothing leads to any.
std::vector<PoolGuess> haproxy_pools(const std::string& text, const fs::path& file);
std::vector<PoolGuess> nginx_pools(const std::string& text, const fs::path& file);

/// The likeliest first.
void rank(std::vector<PoolGuess>&);

}  // namespace misfire
