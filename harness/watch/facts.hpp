// What is told of a balancer's servers in one place: by its file, by the running worker, or by
// whoever approved it. A plain value, the same for every kind of balancer. What a place does not
// tell (an address that DNS decides, a weight that an agent sets) is not there, and never differs.
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace misfire::watch {

/// What is compared. `file` is the configuration file as a whole: a digest of its text.
enum class Aspect {
  presence,   ///< "present"; a server that may stand under a condition tells none
  weight,     ///< as configured or set, never what slowstart makes of it
  address,    ///< IP address and port, or the host's name
  maxconn,    ///< most connections at a time; "0": no limit
  state,      ///< "ready", "drain" or "maintenance", by whoever runs it; not by a health check
  check,      ///< whether its health check runs: "on", "off"
  agent,      ///< the same of an agent's check
  backup,     ///< "yes", "no"
  failures,   ///< nginx: "3 in 10s": how many failures leave it out, and for how long
  algorithm,  ///< of a pool: how servers are chosen
  file,
};
const char* to_string(Aspect);
std::optional<Aspect> aspect_of(std::string_view);

/// A server of a pool; a pool (server ""); or the balancer (both "").
struct Subject {
  std::string pool, server;
  auto operator<=>(const Subject&) const = default;  // NOLINT(modernize-use-nullptr): its 0
};
/// "auth/auth1", "auth", "the balancer".
std::string to_string(const Subject&);

using Told = std::map<Aspect, std::string>;
using Facts = std::map<Subject, Told>;

/// Null where it is not told.
const std::string* told(const Facts&, const Subject&, Aspect);

inline const Subject kBalancer = {};

}  // namespace misfire::watch
