// The balancer that is watched: where to look, and the looking itself. Reads files and asks
// questions of a fixed list; writes nothing. One thread at a time.
#pragma once

#include <memory>

#include "scenario/system.hpp"
#include "watch/look.hpp"

namespace misfire::watch {

class Target {
 public:
  virtual ~Target() = default;
  /// `limit`: how long the balancer may take to answer.
  virtual Looked look(Duration limit) const = 0;
  /// "HAProxy by /run/haproxy/admin.sock"
  virtual std::string name() const = 0;
};

/// Usage errors: the system does not say where to look, with the key that is missing.
Checked<std::unique_ptr<Target>> make_target(const System&);

}  // namespace misfire::watch
