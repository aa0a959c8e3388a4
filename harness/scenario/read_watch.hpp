// [watch] of a system file. Part of parse_system.
#pragma once

#include "scenario/toml_reader.hpp"
#include "scenario/watch_spec.hpp"

namespace misfire {

/// Relative paths are made absolute from `folder`; none of them has to be there yet.
void read_watch(TableReader& root, const fs::path& folder, WatchSpec&);

}  // namespace misfire
