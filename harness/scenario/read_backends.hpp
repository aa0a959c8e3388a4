// [backends] and [login] of a system file: authd or the user's own service, and how one logs in.
#pragma once

#include "scenario/system.hpp"
#include "scenario/toml_reader.hpp"

namespace misfire {

/// What the table leaves out stays as it was. Paths are relative to `folder`.
void read_backends(TableReader&, const fs::path& folder, BackendsSpec&);

/// `own`: the backends are no authd, which names itself in its answers.
void read_login(TableReader&, const fs::path& folder, bool own, LoginSpec&);

}  // namespace misfire
