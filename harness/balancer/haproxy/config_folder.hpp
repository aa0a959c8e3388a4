// A folder of configuration files, as `haproxy -f FOLDER` takes it.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// A file as it is; of a folder its *.cfg in the order of their names as one text, each behind a
/// mark of where it comes from (kOriginMark). Errors: at `named_at`; nothing to read.
Result<std::string> read_haproxy_files(const fs::path&, const Position& named_at);

/// The *.cfg of a folder in that order.
std::vector<fs::path> haproxy_files_of(const fs::path& folder);

}  // namespace misfire
