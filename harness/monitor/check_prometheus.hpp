// Approval of rendered files by Prometheus's own tool, in a folder that is gone afterwards.
#pragma once

#include "base/files.hpp"
#include "monitor/render.hpp"

namespace misfire {

/// `promtool check config`, rule files included. A usage error quotes what it said.
Result<void> check_prometheus(const FileSet&, const fs::path& promtool);

}  // namespace misfire
