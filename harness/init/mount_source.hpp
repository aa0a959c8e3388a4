// The file or folder of the repository that a compose file mounts.
#pragma once

#include <optional>
#include <string>

#include "init/deployments.hpp"

namespace misfire {

/// What `written` is, seen from `folder`. Nothing where it is not there, lies outside of the
/// repository or is neither file nor folder: if it is likely a configuration, a note says so.
std::optional<fs::path> mount_source(const std::string& written, const std::string& to,
                                     const fs::path& folder, const fs::path& root,
                                     const Position& where, Deployments&);

/// "/etc/x/../y/" → "/etc/y"; relative paths begin at the root.
std::string container_path(const std::string&);

}  // namespace misfire
