// A lock on a file or folder (flock(2)): held by this process and by whoever inherits the
// descriptor. The kernel frees it when the last of them has ended, however that came about; so who
// finds it free knows that the owner is dead, whatever became of its pid.
#pragma once

#include <optional>

#include "base/descriptor.hpp"
#include "base/error.hpp"
#include "base/files.hpp"

namespace misfire {

/// Nothing when somebody else holds it. Errors: it is not there (links are not followed), or its
/// file system knows no locks. The descriptor is closed by exec unless it is handed on.
Result<std::optional<Descriptor>> lock(const fs::path&);

}  // namespace misfire
