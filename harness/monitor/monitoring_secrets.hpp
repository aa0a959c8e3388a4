// The secrets of the user's monitoring files, and copies of rendered files without them.
#pragma once

#include "base/secrets.hpp"
#include "scenario/system.hpp"

namespace misfire {

/// Passwords, tokens, keys, private URLs, what headers say, what a probe sends to log in; also
/// those of the files that prometheus.yml names. A file that cannot be read has none; one that is
/// broken is searched line by line, since messages about it quote its text.
Secrets monitoring_secrets(const System&);

/// A rendered YAML file for people: the same shape, secrets hidden.
std::string without_secrets(const std::string& yaml);

}  // namespace misfire
