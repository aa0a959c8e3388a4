// Which words of a `server` or `bind` line are keywords and which are their values: without that,
// `cookie weight` would look like a weight.
#pragma once

#include <string>
#include <vector>

#include "balancer/haproxy/model.hpp"

namespace misfire {

/// One parameter: the words [first, last] of its line.
struct HaproxyParam {
  std::string name;
  std::string value;  ///< "" for a flag
  std::size_t first = 0, last = 0;
};

/// The parameters of a `server` (from word 3), `server-template` (from word 4) or
/// `default-server` (from word 1) line.
std::vector<HaproxyParam> server_params(const HaproxyLine&);

/// The parameters of a `bind` line (from word 2).
std::vector<HaproxyParam> bind_params(const HaproxyLine&);

/// The last parameter of that name, which is the one that counts; null if there is none.
const HaproxyParam* find_param(const std::vector<HaproxyParam>&, const std::string& name);

/// A server's settings: what the defaults, the section's default-server lines above it and its own
/// line say, the later the stronger. Flags have the value "".
class ServerSettings {
 public:
  ServerSettings(const HaproxyModel&, const HaproxySection&, const HaproxyLine& server);
  /// Without the server's own line.
  static ServerSettings inherited(const HaproxyModel&, const HaproxySection&,
                                  const HaproxyLine& server);
  /// These, and what a server's own line says.
  ServerSettings with(const HaproxyLine& server) const;
  bool has(const std::string& name) const { return find_param(params_, name) != nullptr; }
  std::string value(const std::string& name) const;
  /// A flag that `no-NAME` takes back; `disabled`, which `enabled` does.
  bool flag(const std::string& name) const;

 private:
  ServerSettings() = default;
  void add(const HaproxyLine&);
  std::vector<HaproxyParam> params_;
};

}  // namespace misfire
