// Where a system's users are: in a file for each backend, or in a server that they share.
#pragma once

#include "scenario/system.hpp"

namespace misfire {

/// The program, and how the system file calls the store.
inline constexpr char kPostgres[] = "postgres";
/// What becomes it, in a folder that it makes: its image's own program, or authd when it is told
/// so.
inline constexpr char kServeStore[] = "serve-store";

/// Whether the system's store is a server. Otherwise each backend has a file.
bool has_server(const System&);
/// Whether a scrape job goes to its exporter.
bool scrapes_store(const System&);

}  // namespace misfire
