// A pool that a `server-template` makes: its servers must be known before the start.
#pragma once

#include <string>

#include "base/error.hpp"

namespace misfire {

/// The text with a `server` line for each server of the pool that a server-template stands for,
/// each behind a mark of where it comes from (kOriginMark); a text without one stays as it is, byte
/// for byte. Error: how many servers there are cannot be known.
Result<std::string> with_servers_written_out(std::string text, const std::string& file,
                                             const std::string& pool);

}  // namespace misfire
