// Evidence of a run that its replay takes over as it is.
#pragma once

#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// Errors say what the system said: std::filesystem::copy_file makes an input/output error of a
/// full disk.
Result<void> copy_evidence(const fs::path& from, const fs::path& to);

}  // namespace misfire
